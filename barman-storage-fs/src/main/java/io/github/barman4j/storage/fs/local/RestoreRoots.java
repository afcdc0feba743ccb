/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.restore.RestoreOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where each directory of a backup goes. */
final class RestoreRoots {

  private RestoreRoots() {}

  /**
   * Returns the data directory and then the tablespaces.
   *
   * @throws RestoreFailedException if it is not said where a tablespace goes
   * @throws IllegalArgumentException if a tablespace is named that the backup does not have
   */
  static List<RestoreRoot> of(
      ServerDirectory directory, BackupInfo backup, RestoreOptions options) {
    requireKnown(backup, options);
    requireAll(backup, options);
    List<RestoreRoot> roots = new ArrayList<>();
    roots.add(
        new RestoreRoot(directory.data(backup.id()), options.dataDirectory(), backup.id(), true));
    for (Tablespace tablespace : backup.tablespaces()) {
      roots.add(
          new RestoreRoot(
              directory.tablespace(backup.id(), tablespace.oid()),
              Objects.requireNonNull(options.tablespaces().get(tablespace.name())),
              backup.id(),
              false));
    }
    return List.copyOf(roots);
  }

  private static void requireKnown(BackupInfo backup, RestoreOptions options) {
    Set<String> unknown = new TreeSet<>(options.tablespaces().keySet());
    backup.tablespaces().forEach(tablespace -> unknown.remove(tablespace.name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Backup %s has no tablespaces %s; it has %s"
              .formatted(
                  backup.id(),
                  unknown,
                  backup.tablespaces().stream().map(Tablespace::name).toList()));
    }
  }

  private static void requireAll(BackupInfo backup, RestoreOptions options) {
    String forgotten =
        backup.tablespaces().stream()
            .filter(tablespace -> !options.tablespaces().containsKey(tablespace.name()))
            .map(tablespace -> tablespace.name() + " (was at " + tablespace.location() + ")")
            .collect(Collectors.joining(", "));
    if (!forgotten.isEmpty()) {
      throw new RestoreFailedException(
          "It is not said where these tablespaces of backup %s go: %s. On the host of the backup"
                  .formatted(backup.id(), forgotten)
              + " their old places are those of the live cluster: relocate each of them, or"
              + " confirm its place by naming it");
    }
  }
}
