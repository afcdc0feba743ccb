/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.quickstart;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.wal.WalInventory;
import io.github.barman4j.wal.WalRange;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Draws an archive in the terminal: a line of WAL for each range, the backups below it. */
final class ArchivePicture {

  private final WalRange range;

  private ArchivePicture(WalRange range) {
    this.range = range;
  }

  static String of(BarmanServer archive, URI location) {
    WalInventory wal = archive.wal().inventory();
    List<BackupInfo> backups = archive.backups().list().backups();
    StringBuilder picture = new StringBuilder();
    picture.append("%s, server %s%n".formatted(location, archive.name()));
    for (WalRange range : wal.ranges()) {
      new ArchivePicture(range).draw(backups, picture);
    }
    archive
        .backups()
        .firstRecoverabilityPoint()
        .ifPresent(
            first ->
                picture.append("recoverable: from %s to the end of the WAL%n".formatted(first)));
    return picture.toString();
  }

  private void draw(List<BackupInfo> backups, StringBuilder picture) {
    picture.append(
        String.format(
            Locale.ROOT,
            "timeline %s  %s %s %s  %d segments%n",
            range.timeline(),
            range.firstName(),
            "─".repeat(10),
            range.lastName(),
            range.count()));
    for (BackupInfo backup : backups) {
      if (backup.beginWal().filter(range::contains).isPresent()) {
        picture.append(
            "             ▲ backup %s  %s  %s%n"
                .formatted(
                    backup.id(),
                    backup.status(),
                    backup.name().map(n -> "\"" + n + "\"").orElse("")));
      }
    }
  }
}
