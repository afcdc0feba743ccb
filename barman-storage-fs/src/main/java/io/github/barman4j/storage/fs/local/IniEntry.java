/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.nio.file.Path;

/**
 * One option where it was last set.
 *
 * @param section as written
 * @param key in lower case
 * @param raw value before interpolation; lines joined by line breaks
 * @param file of it
 * @param line from 1, the first of the value
 */
record IniEntry(String section, String key, String raw, Path file, int line) {

  IniEntry withValue(String value) {
    return new IniEntry(section, key, value, file, line);
  }

  ConfigurationProblem problem(ConfigurationProblem.Severity severity, String message) {
    return new ConfigurationProblem(severity, file, line, section, key, message);
  }

  ConfigurationProblem error(String message) {
    return problem(ConfigurationProblem.Severity.ERROR, message);
  }
}
