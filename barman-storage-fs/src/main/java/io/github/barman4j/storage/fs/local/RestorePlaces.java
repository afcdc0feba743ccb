/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.targets.RealPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Refuses directories that nothing is restored into, by where they really are. */
final class RestorePlaces {

  private final ServerDirectory directory;
  private final BackupInfo backup;
  private final List<Path> targets;

  RestorePlaces(ServerDirectory directory, BackupInfo backup, List<RestoreRoot> roots)
      throws IOException {
    this.directory = directory;
    this.backup = backup;
    this.targets = new ArrayList<>();
    for (RestoreRoot root : roots) {
      targets.add(RealPlace.of(root.target()));
    }
  }

  /**
   * Requires that nothing of value is where the targets are.
   *
   * @throws RestoreFailedException if a target lies in another one, in the directory of the Barman
   *     server or around it, or where the cluster of the backup runs
   */
  void require() throws IOException {
    RealPlace.requireSeparate(targets);
    requireApart(
        Map.of(
            "directory of the Barman server", directory.root(),
            "directory of the backups", directory.base(),
            "WAL archive", directory.wals()));
    for (Path target : targets) {
      requireNoServer(target, "A server runs in it");
    }
    requireApart(live());
  }

  private void requireApart(Map<String, Path> places) throws IOException {
    for (Map.Entry<String, Path> place : new TreeMap<>(places).entrySet()) {
      Path real = RealPlace.of(place.getValue());
      for (Path target : targets) {
        if (RealPlace.areTogether(real, target)) {
          throw new RestoreFailedException(
              "%s is, contains or lies in the %s, %s. Restore into another directory"
                  .formatted(target, place.getKey(), real));
        }
      }
    }
  }

  private void requireNoServer(Path target, String what) throws IOException {
    OptionalLong pid = RunningServer.findPid(target);
    if (pid.isPresent()) {
      throw new RestoreFailedException(
          String.format(
              Locale.ROOT,
              "%s: %s, process %d. Stop it first; if there is none, remove %s",
              target,
              what,
              pid.getAsLong(),
              target.resolve(RunningServer.PID_FILE)));
    }
  }

  /** Returns the directories of the backup's cluster if it runs on this host. */
  private Map<String, Path> live() throws IOException {
    Map<String, Path> places = new TreeMap<>();
    Path data = Path.of(backup.dataDirectory().orElse(""));
    if (data.isAbsolute() && RunningServer.findPid(data).isPresent()) {
      places.put("data directory of the running cluster", data);
      Path links = data.resolve("pg_tblspc");
      for (Path link : Files.isDirectory(links) ? SortedDirectory.list(links) : List.<Path>of()) {
        places.put("tablespace " + link.getFileName() + " of the running cluster", link);
      }
    }
    return places;
  }
}
