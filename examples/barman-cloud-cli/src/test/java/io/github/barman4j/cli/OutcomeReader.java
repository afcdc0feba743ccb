/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.testing.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a program left, without what is never the same. */
final class OutcomeReader {

  private static final int SHORT = 100;
  private static final String OURS = "barman4j/";

  private final CaseStore store;
  private final Path directory;
  private final Map<String, byte[]> before;
  private final String prefix;

  OutcomeReader(CaseStore store, Path directory, Map<String, byte[]> before, String prefix) {
    this.store = store;
    this.directory = directory;
    this.before = before;
    this.prefix = prefix;
  }

  Outcome read(CommandResult result) throws IOException {
    return new Outcome(
        result.exitCode(), plain(result.stdout()), plain(result.stderr()), objects(), files());
  }

  private String plain(String output) {
    return output.replace(store.bucket(), "BUCKET").replace(directory.toString(), "DIRECTORY");
  }

  private Map<String, String> objects() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    store.read().forEach((key, content) -> add(digests, key, content));
    return digests;
  }

  private void add(Map<String, String> digests, String key, byte[] content) {
    String inServer = key.startsWith(prefix) ? key.substring(prefix.length()) : key;
    if (inServer.startsWith("base/") && !before.containsKey(inServer)) {
      digests.put(inServer.replaceFirst("/\\d{8}T\\d{6}/", "/NEW/"), ofNew(inServer, content));
    } else if (!inServer.startsWith(OURS)) {
      digests.put(inServer, digest(content));
    }
  }

  /** No two backups have the same content. */
  private static String ofNew(String key, byte[] content) {
    if (!key.endsWith("/backup.info")) {
      return key.contains("/annotations/") ? digest(content) : "new";
    }
    return new String(content, UTF_8)
        .lines()
        .filter(line -> line.startsWith("status=") || line.startsWith("backup_name="))
        .collect(Collectors.joining(" "));
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        digests.put(directory.relativize(file).toString(), digest(Files.readAllBytes(file)));
      }
    }
    return digests;
  }

  /** Short contents as they are, of others a checksum. */
  private static String digest(byte[] content) {
    if (content.length < SHORT) {
      return new String(content, UTF_8).strip();
    }
    return content.length + " bytes " + HexFormat.of().formatHex(Arrays.copyOf(sha(content), 4));
  }

  private static byte[] sha(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
