/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;

/**
 * The order in which backups were made. By time, not by name: ids are local times, which go back
 * when summer ends, and timelines begin anew with each {@code pg_upgrade}.
 */
public final class BackupOrder {

  /** Oldest first: by end, failing that by begin, failing that by id. */
  public static final Comparator<BackupInfo> CHRONOLOGICAL =
      Comparator.comparing(BackupOrder::moment).thenComparing(BackupInfo::id);

  private BackupOrder() {}

  private static Instant moment(BackupInfo backup) {
    return backup
        .endTime()
        .or(backup::beginTime)
        .map(OffsetDateTime::toInstant)
        .orElseGet(() -> local(backup.id()));
  }

  private static Instant local(BackupId id) {
    return id.localTime().orElse(LocalDateTime.MIN.withYear(1)).toInstant(ZoneOffset.UTC);
  }
}
