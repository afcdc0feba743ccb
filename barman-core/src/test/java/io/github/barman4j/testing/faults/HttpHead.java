/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * First line and header lines of an HTTP/1.1 message, as they came: signatures are made of them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
record HttpHead(String first, List<String> lines) {

  static final int OK = 200;
  static final int FAILED = 500;
  static final int BUSY = 503;

  private static final int MOST_BYTES = 1 << 20;
  private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

  HttpHead {
    lines = List.copyOf(lines);
  }

  /** Reads a head; null when the connection ends before it. */
  static @Nullable HttpHead read(InputStream in) throws IOException {
    String first = line(in);
    List<String> lines = new ArrayList<>();
    if (first == null) {
      return null;
    }
    for (String line = line(in); line == null || !line.isEmpty(); line = line(in)) {
      if (line == null || lines.size() > MOST_BYTES) {
        throw new EOFException("The connection ended within a head");
      }
      lines.add(line);
    }
    return new HttpHead(first, lines);
  }

  void write(OutputStream out) throws IOException {
    String text = first + "\r\n" + String.join("\r\n", lines) + (lines.isEmpty() ? "" : "\r\n");
    out.write((text + "\r\n").getBytes(ISO_8859_1));
  }

  Optional<String> header(String name) {
    return lines.stream()
        .filter(line -> isNamed(line, name))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  boolean has(String name, String value) {
    return header(name).filter(value::equalsIgnoreCase).isPresent();
  }

  /** Returns this head with one header instead of some others. */
  HttpHead replacing(Set<String> names, String line) {
    List<String> kept = new ArrayList<>(lines);
    kept.removeIf(old -> names.stream().anyMatch(name -> isNamed(old, name)));
    if (!line.isEmpty()) {
      kept.add(line);
    }
    return new HttpHead(first, kept);
  }

  /** Returns the words of the first line. */
  String word(int index) {
    return first.split(" ", -1)[index];
  }

  int status() {
    return Integer.parseInt(word(1));
  }

  boolean isChunked() {
    return header("Transfer-Encoding").filter(v -> v.matches("(?i).*chunked")).isPresent();
  }

  /** Tells whether an answer with this head has a body. */
  boolean hasBody(String method) {
    return !method.equals("HEAD") && status() >= OK && !WITHOUT_BODY.contains(status());
  }

  private static boolean isNamed(String line, String name) {
    return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
  }

  /** Reads a line without its end; null when there is none any more. */
  static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() > MOST_BYTES) {
        return null;
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).replaceAll("\r$", "");
  }
}
