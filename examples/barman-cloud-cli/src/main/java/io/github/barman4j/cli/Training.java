/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the programs that start often, so that the JVM learns which classes they need; run when the
 * programs are built, against a small S3 in the same process.
 */
final class Training {

  private static final String FILE = "00000001.history";

  private final Path folder;
  private final TrainingStore store;

  private Training(Path folder, TrainingStore store) {
    this.folder = folder;
    this.store = store;
  }

  /**
   * Trains.
   *
   * @param words a folder to work in
   */
  public static void main(String[] words) throws IOException {
    Path folder = Files.createTempDirectory(Path.of(words[0]), "training-");
    try (TrainingStore store = TrainingStore.start()) {
      new Training(folder, store).run();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    for (String name : List.of("00000002.history", "fetched")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  private void run() throws IOException {
    withSdkCredentials();
    Path history = folder.resolve("00000002.history");
    Files.writeString(history, "1\t0/3000000\tno recovery target specified\n");
    for (String codec : List.of("--gzip", "--zstd", "--lz4", "--snappy", "--bzip2", "--xz")) {
      call("barman-cloud-wal-archive", "training" + codec, codec, history.toString());
    }
    call("barman-cloud-wal-archive", "training", history.toString());
    call("barman-cloud-wal-restore", "training--gzip", "00000002.history", to());
    call("barman-cloud-wal-restore", "training", FILE, to());
    call("barman-cloud-check-wal-archive", "training");
    call("barman-cloud-backup-list", "training", "--format", "json");
    call("barman-cloud-backup-list", "training");
  }

  /** The SDK looks where a user's credentials usually are: in the environment, last in files. */
  private void withSdkCredentials() {
    System.setProperty("aws.accessKeyId", "training");
    System.setProperty("aws.secretAccessKey", "training");
  }

  private String to() {
    return folder.resolve("fetched").toString();
  }

  private void call(String program, String server, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("-qq", "--endpoint-url", store.address(), "s3://training", server));
    words.addAll(List.of(more));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    Programs.run(new Invocation(program, Map.of(), folder, nowhere, new DirectEngine()), words);
  }
}
