/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checks of directories and the file systems they are on. For one thread. */
final class PlaceChecks {

  private final LocalContext context;
  private final CheckItems items;

  PlaceChecks(LocalContext context, CheckItems items) {
    this.context = context;
    this.items = items;
  }

  void directories() {
    List<String> absent = new ArrayList<>();
    List<String> unusable = new ArrayList<>();
    for (Path directory : context.directory().required()) {
      Path there = nearest(directory);
      if (!Files.isDirectory(there) || !Files.isWritable(there)) {
        unusable.add(there.toString());
      } else if (!there.equals(directory)) {
        absent.add(directory.toString());
      }
    }
    if (!unusable.isEmpty()) {
      items.critical(
          "directories",
          "not writable directories: " + String.join(", ", unusable),
          "correct owner and mode, or run as their owner");
    } else if (!absent.isEmpty()) {
      items.warning(
          "directories", "absent: " + String.join(", ", absent), "the first backup makes them");
    } else {
      items.ok("directories", "");
    }
  }

  /** Returns the path, or what there is of it. */
  private static Path nearest(Path path) {
    Path there = path;
    while (!Files.exists(there) && there.getParent() != null) {
      there = DurableFiles.parent(there);
    }
    return there;
  }

  /** Compares what the next backup takes with what is free. */
  void freeSpace(KnownBackups backups, @Nullable Long clusterBytes, boolean linksUnchanged)
      throws IOException {
    String name = "free space for next backup";
    long free = Files.getFileStore(nearest(context.directory().base())).getUsableSpace();
    Optional<BackupInfo> newest = backups.newestWhole();
    Optional<Long> full =
        Optional.ofNullable(clusterBytes).or(() -> bytes(newest, BackupField.SIZE));
    if (full.isEmpty()) {
      items.notChecked(name, Words.bytes(free) + " free, the size of a backup is not known");
      return;
    }
    long linked =
        linksUnchanged
            ? bytes(newest, BackupField.DEDUPLICATED_SIZE).orElse(full.get())
            : full.get();
    String hint =
        Words.bytes(free)
            + " free; a full copy takes "
            + Words.bytes(full.get())
            + (linksUnchanged ? ", the last one took " + Words.bytes(linked) : "");
    if (free < linked) {
      items.failed(name, hint, "delete backups, or enlarge the volume");
    } else if (free < full.get()) {
      items.warning(name, hint, "a backup that cannot link what has not changed will fail");
    } else {
      items.ok(name, hint);
    }
  }

  private static Optional<Long> bytes(Optional<BackupInfo> info, BackupField field) {
    return info.flatMap(backup -> backup.find(field)).map(Long.class::cast);
  }

  /** Warns if what is backed up is lost together with the backups. */
  void separation(List<Path> sources) throws IOException {
    String name = "file system of PGDATA";
    if (sources.isEmpty()) {
      items.notChecked(name, "nobody says where PGDATA is");
      return;
    }
    Object device = device(nearest(context.directory().base()));
    List<String> shared = new ArrayList<>();
    for (Path source : sources) {
      if (Files.exists(source) && device(source).equals(device)) {
        shared.add(source.toString());
      }
    }
    if (shared.isEmpty()) {
      items.ok(name, "");
    } else {
      items.warning(
          name,
          "the backups are on the file system of " + String.join(", ", shared),
          "a single point of failure: put the backups on another volume, and a copy elsewhere");
    }
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev");
  }
}
