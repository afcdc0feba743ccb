/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.restore.RestoreOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New locations of tablespaces.
 *
 * @param byName the directory of each
 */
record Relocations(Map<String, Path> byName) {

  private static final Logger LOG = LoggerFactory.getLogger(Relocations.class);

  /**
   * Reads rules {@code NAME:LOCATION}.
   *
   * @throws UsageException if one has no colon
   */
  static Relocations parse(Iterable<String> rules, Invocation call) {
    Map<String, Path> byName = new TreeMap<>();
    for (String rule : rules) {
      int colon = rule.indexOf(':');
      if (colon < 1 || colon == rule.length() - 1) {
        throw new UsageException(
            "argument --tablespace: '" + rule + "' is not of the form NAME:LOCATION");
      }
      byName.put(rule.substring(0, colon), call.path(rule.substring(colon + 1)));
    }
    return new Relocations(byName);
  }

  /** Adds those whose tablespace the backup has; Barman says nothing about others. */
  void addTo(RestoreOptions.Builder options, BackupInfo backup) {
    Set<String> names =
        backup.tablespaces().stream().map(Tablespace::name).collect(Collectors.toSet());
    byName.forEach(
        (name, location) -> {
          if (names.contains(name)) {
            options.relocateTablespace(name, location);
          } else {
            LOG.warn("Backup {} has no tablespace '{}' to relocate", backup.id(), name);
          }
        });
  }
}
