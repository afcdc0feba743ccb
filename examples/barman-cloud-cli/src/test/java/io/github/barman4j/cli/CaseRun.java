/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One program on one case: a bucket and a directory of its own, filled as the case says, and what
 * the program left in them. Keys that begin with <code>./</code> are files of the directory.
 */
final class CaseRun {

  private static final String SERVER = "main";
  private static final String PREFIX = "estate/";

  private final S3Server server;
  private final Path inputs;
  private final RealBackup real;
  private final DiffCase what;

  /**
   * Makes a run.
   *
   * @param inputs the files of all cases
   * @param real what the word <code>real</code> puts into an archive
   */
  CaseRun(S3Server server, Path inputs, RealBackup real, DiffCase what) {
    this.server = server;
    this.inputs = inputs;
    this.real = real;
    this.what = what;
  }

  /** Runs it, and cleans up. */
  Outcome of(CaseSide side) throws IOException {
    Path directory = FileTrees.createTemporary("case");
    try (CaseStore store = CaseStore.create(server)) {
      Map<String, byte[]> before = before();
      fill(store, directory, before);
      CommandResult result =
          side.run(directory, environment(directory), what.program(), words(store, directory));
      return new OutcomeReader(store, directory, before, PREFIX + SERVER + "/").read(result);
    } finally {
      FileTrees.delete(directory);
    }
  }

  private Map<String, byte[]> before() {
    Map<String, byte[]> before = CaseArchive.of(what.archive().replaceFirst("^real\\b", ""));
    if (what.archive().startsWith("real")) {
      before.putAll(real.objects());
    }
    return before;
  }

  private static void fill(CaseStore store, Path directory, Map<String, byte[]> objects)
      throws IOException {
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      if (object.getKey().startsWith("./")) {
        Path file = directory.resolve(object.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, object.getValue());
      } else {
        store.put(PREFIX + SERVER + "/" + object.getKey(), object.getValue());
      }
    }
  }

  /** Words such as @NAME=value are no words but variables. */
  private Map<String, String> environment(Path directory) {
    Map<String, String> environment = new HashMap<>();
    for (String word : what.words()) {
      if (word.startsWith("@")) {
        String[] pair = filled(word.substring(1), "", directory).split("=", 2);
        environment.put(pair[0], pair[1]);
      }
    }
    return environment;
  }

  private List<String> words(CaseStore store, Path directory) {
    return what.words().stream()
        .filter(word -> !word.startsWith("@"))
        .map(word -> filled(word, store.bucket(), directory))
        .toList();
  }

  private String filled(String word, String bucket, Path directory) {
    return CaseNames.expand(word)
        .replace("{url}", "s3://" + bucket + "/" + PREFIX.replace("/", ""))
        .replace("{bucket}", bucket)
        .replace("{server}", SERVER)
        .replace("{REAL}", real.id())
        .replace("{dir}", directory.toString())
        .replace("{in}", inputs.toString());
  }
}
