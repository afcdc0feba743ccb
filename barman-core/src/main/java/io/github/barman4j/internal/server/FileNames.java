/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Locale;

/** Names of files as the bytes they are, whatever the locale of this JVM. */
public final class FileNames {

  private static final int HEX = 16;
  private static final int DELETE = 0x7f;

  private FileNames() {}

  /**
   * Returns the last name of a path.
   *
   * @throws CharacterCodingException if its bytes are not UTF-8
   */
  public static String of(Path path) throws CharacterCodingException {
    Path name = path.getFileName();
    String text = name == null ? "" : name.toString();
    return isPlain(text) ? text : decode(bytesOf(path));
  }

  /**
   * Returns the last name of a path with each byte that is not printable ASCII as {@code \\xE9}.
   */
  public static String escaped(Path path) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytesOf(path)) {
      boolean plain = b >= ' ' && b < DELETE && b != '\\';
      text.append(plain ? Character.toString(b) : String.format(Locale.ROOT, "\\x%02X", b));
    }
    return text.toString();
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c < 0x80 && c != '?');
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** A path's URI has its bytes, which the path's text has lost where the locale lacks them. */
  private static byte[] bytesOf(Path path) {
    String uri = path.toUri().getRawPath();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    return bytes(uri.substring(uri.lastIndexOf('/', end - 1) + 1, end));
  }

  private static byte[] bytes(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.write(Integer.parseInt(escaped, i + 1, i + 3, HEX));
        i += 2;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
