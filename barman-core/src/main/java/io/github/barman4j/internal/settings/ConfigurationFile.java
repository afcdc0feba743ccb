/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a configuration file of PostgreSQL, each with what ends it, so that together they
 * are the file byte for byte. Each byte is one character: which encoding the file has is not known,
 * {@code ALTER SYSTEM} writes in that of the database.
 */
public final class ConfigurationFile {

  /** Far above what PostgreSQL's own files have; so much fits into memory. */
  private static final int MAX_BYTES = 16 << 20;

  private ConfigurationFile() {}

  /**
   * Reads the lines of a file; none if there is no such regular file.
   *
   * @throws FileSystemException if it has more than 16 MiB
   */
  public static List<String> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new FileSystemException(
            file.toString(), null, "is no configuration file: it has more than 16 MiB");
      }
      return lines(new String(bytes, ISO_8859_1));
    }
  }

  /** Cuts behind each line feed: PostgreSQL takes a carriage return for a space. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int begin = 0; begin < text.length(); ) {
      int end = text.indexOf('\n', begin);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(begin, next));
      begin = next;
    }
    return lines;
  }

  /** Returns the bytes of lines, the last of which is ended if it was not. */
  public static byte[] bytes(List<String> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    lines.forEach(line -> bytes.writeBytes(line.getBytes(ISO_8859_1)));
    if (!lines.isEmpty() && !lines.get(lines.size() - 1).endsWith("\n")) {
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }
}
