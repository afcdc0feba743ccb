/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.targets.RealPlace;
import io.github.barman4j.postgres.Tablespace;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the tablespaces of a backup go.
 *
 * @param byOid the absolute directory of each
 * @param warnings of locations that nobody has named
 */
record TablespaceTargets(Map<Long, Path> byOid, List<String> warnings) {

  /**
   * Returns the targets.
   *
   * @throws IllegalArgumentException if a tablespace that the backup does not have is relocated
   * @throws RestoreFailedException if one is to go where the caller does not let it, or where none
   *     can be
   */
  static TablespaceTargets of(BackupInfo backup, RestoreOptions options) throws IOException {
    requireKnown(backup, options);
    Map<Long, Path> byOid = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    for (Tablespace tablespace : backup.tablespaces()) {
      Path named = options.tablespaces().get(tablespace.name());
      Path target = named == null ? original(tablespace) : named;
      if (byOid.putIfAbsent(tablespace.oid(), target) != null) {
        throw refused(tablespace, "is one of two with OID " + tablespace.oid());
      } else if (named == null && options.tablespaceLocations() != TablespaceLocations.ALL) {
        warnings.add(requireTaken(tablespace, target, options.tablespaceLocations()));
      }
    }
    TablespaceTargets targets = new TablespaceTargets(byOid, warnings);
    RealPlace.requireSeparate(targets.roots(options.dataDirectory()).toList());
    return targets;
  }

  /** Returns all directories that are written into, the data directory first. */
  Stream<Path> roots(Path dataDirectory) {
    return Stream.concat(Stream.of(dataDirectory), byOid.values().stream());
  }

  private static void requireKnown(BackupInfo backup, RestoreOptions options) {
    Set<String> unknown = new TreeSet<>(options.tablespaces().keySet());
    backup.tablespaces().forEach(tablespace -> unknown.remove(tablespace.name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Backup "
              + backup.id()
              + " has no tablespaces "
              + unknown
              + "; it has "
              + backup.tablespaces().stream().map(Tablespace::name).collect(Collectors.toList()));
    }
  }

  private static Path original(Tablespace tablespace) {
    String location = tablespace.location();
    if (location.chars().anyMatch(Character::isISOControl)) {
      throw refused(tablespace, "was at a location with control characters");
    }
    Path path = path(tablespace);
    if (!path.isAbsolute()) {
      throw refused(tablespace, "was at a location that is not absolute");
    }
    return path.normalize();
  }

  private static Path path(Tablespace tablespace) {
    try {
      return Path.of(tablespace.location());
    } catch (InvalidPathException e) {
      throw refused(tablespace, "was at a location that " + ForeignName.unmappable() + "; else");
    }
  }

  private static String requireTaken(
      Tablespace tablespace, Path location, TablespaceLocations taken) throws IOException {
    if (taken == TablespaceLocations.NAMED) {
      throw refused(tablespace, "would go to where the archive says that it was, " + location);
    }
    new UnnamedLocation(location)
        .objection()
        .ifPresent(
            objection -> {
              throw refused(tablespace, "was at " + location + ", which " + objection);
            });
    return "Tablespace '%s' went to %s because the archive says that it was there"
        .formatted(ForeignName.shown(tablespace.name()), location);
  }

  private static RestoreFailedException refused(Tablespace tablespace, String why) {
    String name = ForeignName.shown(tablespace.name());
    return new RestoreFailedException(
        "Tablespace '%s' %s: relocate the tablespace, or confirm its place by naming it (--tablespace '%s:DIRECTORY', relocateTablespace). Nothing was written"
            .formatted(name, why, name));
  }
}
