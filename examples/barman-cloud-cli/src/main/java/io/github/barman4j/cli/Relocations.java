/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.TablespaceRelocation;
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
   * Reads rules {@code NAME:LOCATION} for a backup, whose names tell which colon is meant.
   *
   * @throws UsageException if a location cannot be named in this process's locale
   */
  static Relocations parse(Iterable<String> rules, Invocation call, BackupInfo backup) {
    Map<String, Path> byName = new TreeMap<>();
    for (String rule : rules) {
      TablespaceRelocation relocation = TablespaceRelocation.parse(rule, backup);
      byName.put(relocation.name(), call.path(relocation.location()));
    }
    return new Relocations(byName);
  }

  /**
   * Requires that rules are of the form, whatever the backup.
   *
   * @throws UsageException if one is not
   */
  static void check(Iterable<String> rules) {
    for (String rule : rules) {
      try {
        TablespaceRelocation.parse(rule);
      } catch (IllegalArgumentException e) {
        throw new UsageException("argument --tablespace: " + e.getMessage());
      }
    }
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
