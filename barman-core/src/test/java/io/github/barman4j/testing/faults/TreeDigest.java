/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Size and checksum of every file of a directory. */
public record TreeDigest(Map<String, String> files) {

  /** Reads a directory. */
  public TreeDigest(Path root) {
    this(read(root));
  }

  /** Returns the lines that only one of two has. */
  public List<String> difference(TreeDigest other) {
    List<String> lines = new ArrayList<>();
    files.forEach(
        (path, digest) -> {
          if (!digest.equals(other.files.get(path))) {
            lines.add(path + ": " + digest + " and " + other.files.get(path));
          }
        });
    other.files.forEach((path, digest) -> lines.add(files.containsKey(path) ? "" : "no " + path));
    lines.removeIf(String::isEmpty);
    return lines;
  }

  private static Map<String, String> read(Path root) {
    try (Stream<Path> paths = Files.walk(root)) {
      Map<String, String> digests = new TreeMap<>();
      paths
          .filter(Files::isRegularFile)
          .forEach(file -> digests.put(root.relativize(file).toString(), digest(file)));
      return digests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      return bytes.length + " bytes " + Long.toHexString(crc.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
