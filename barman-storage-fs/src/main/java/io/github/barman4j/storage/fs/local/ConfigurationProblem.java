/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a reader of {@code barman.conf} should know.
 *
 * @param severity how bad it is
 * @param file in which the line is
 * @param line from 1; 0 if it is about something that no line says
 * @param section without brackets; empty before the first
 * @param key in lower case; empty if it is not about one option
 * @param message what is the matter, what was expected and what to do
 */
public record ConfigurationProblem(
    Severity severity, Path file, int line, String section, String key, String message) {

  /** How bad a problem is. */
  public enum Severity {
    /** The option does no harm and nothing here: it is about something that there is no need of. */
    NOTE,
    /** Barman does, or would do, something for it that is not done here. */
    WARNING,
    /** Nothing is done with this file or server until it is set right. */
    ERROR
  }

  /** Checks that all is there. */
  public ConfigurationProblem {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(section, "section");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(message, "message");
  }

  /** Returns file, line, section and key in front of the message, on one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file.toString());
    if (line > 0) {
      text.append(':').append(line);
    }
    text.append(": ");
    if (!section.isEmpty()) {
      text.append('[').append(section).append("] ");
    }
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    return text.append(message).toString();
  }
}
