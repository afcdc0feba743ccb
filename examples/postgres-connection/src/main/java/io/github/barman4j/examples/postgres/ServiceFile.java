/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file of services: sections {@code [name]} with lines {@code word=value}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgservice.html">PostgreSQL, The
 *     Connection Service File</a>
 */
record ServiceFile(Path file) {

  /**
   * Returns what a section says, empty if the file or the section is not there.
   *
   * @throws ConnectionException if the file cannot be read or the section is not right
   */
  Optional<Map<Keyword, String>> find(String service) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<Keyword, String> values = new EnumMap<>(Keyword.class);
    boolean found = false;
    boolean inside = false;
    for (String line : lines()) {
      if (line.startsWith("[")) {
        inside = !found && line.equals("[" + service + "]");
        found |= inside;
      } else if (inside && !line.isEmpty() && !line.startsWith("#")) {
        put(values, line);
      }
    }
    return found ? Optional.of(values) : Optional.empty();
  }

  private Iterable<String> lines() {
    try {
      return new String(Files.readAllBytes(file), UTF_8).lines().map(String::strip).toList();
    } catch (IOException e) {
      throw new ConnectionException("The service file " + file + " cannot be read: " + e);
    }
  }

  private void put(Map<Keyword, String> values, String line) {
    int equals = line.indexOf('=');
    if (equals < 1) {
      throw new ConnectionException("syntax error in service file \"" + file + "\"");
    }
    Keyword keyword = Keyword.parse(line.substring(0, equals).strip(), "service file " + file);
    if (keyword == Keyword.SERVICE || keyword == Keyword.SERVICEFILE) {
      throw new ConnectionException("nested service specifications not supported in " + file);
    }
    values.putIfAbsent(keyword, line.substring(equals + 1).strip());
  }
}
