/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.WalSegmentName;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The table of backups for a person: columns of fixed width, a row for each backup. */
final class BackupTable {

  private static final String ROW = "%-20s%-25s%-30s%-17s%-20s%n";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final BackupCatalog catalog;

  BackupTable(BackupCatalog catalog) {
    this.catalog = catalog;
  }

  String of(List<BackupInfo> backups) {
    StringBuilder table = new StringBuilder();
    table.append(ROW.formatted("Backup ID", "End Time", "Begin Wal", "Archival Status", "Name"));
    backups.forEach(backup -> table.append(row(backup)));
    return table.toString();
  }

  private String row(BackupInfo backup) {
    return ROW.formatted(
        backup.id(),
        backup.endTime().map(TIME::format).orElse(""),
        backup.beginWal().map(WalSegmentName::toString).orElse(""),
        status(backup),
        backup.name().orElse(""));
  }

  private String status(BackupInfo backup) {
    return backup.status() == BackupStatus.DONE
        ? catalog.keepTarget(backup.id()).map(keep -> "KEEP:" + keep.name()).orElse("")
        : backup.status().name();
  }
}
