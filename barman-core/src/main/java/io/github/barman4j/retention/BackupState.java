/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupOrder;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.internal.archive.DeletionMark;
import io.github.barman4j.postgres.BackupLabel;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory below {@code base/} and what retention must know of it.
 *
 * @param id its name
 * @param info from backup.info, else from our note that it is running; null without both, or if
 *     unreadable
 * @param problem why it is unreadable; null if it is not
 * @param keep null if it is not kept
 * @param content of the directory
 * @param noted there is a note that it is running
 * @param active it is unfinished, and something was written lately
 */
record BackupState(
    BackupId id,
    @Nullable BackupInfo info,
    @Nullable String problem,
    @Nullable KeepTarget keep,
    BackupContent content,
    boolean noted,
    boolean active) {

  static final Comparator<BackupState> CHRONOLOGICAL =
      Comparator.comparing(BackupState::known, BackupOrder.CHRONOLOGICAL);

  /** Orders segments by position, whatever their timeline. */
  static final Comparator<WalSegmentName> BY_POSITION =
      Comparator.comparing(WalSegmentName::log, Integer::compareUnsigned)
          .thenComparing(WalSegmentName::segment, Integer::compareUnsigned);

  private static final Pattern IDS = Pattern.compile("[,\\s]+");

  BackupInfo known() {
    return info == null ? BackupInfo.builder(id).build() : info;
  }

  /** A backup that can, or could before some of its data went, be restored: it needs WAL. */
  boolean isUsable() {
    return known().status().isRestorable();
  }

  /** A backup that policies decide on. */
  boolean isJudged() {
    return known().status() == BackupStatus.DONE && !known().isIncremental() && !isSnapshot();
  }

  boolean isSnapshot() {
    return known().find(BackupField.SNAPSHOTS_INFO).isPresent();
  }

  /** A judged backup whose data and WAL are all there: what policies count. */
  boolean isRestorable() {
    return isJudged() && lacks().isEmpty();
  }

  /** Returns what is missing to restore it, in words; empty if nothing is. */
  Optional<String> lacks() {
    return content.lacks(known());
  }

  boolean isFailed() {
    return known().status() == BackupStatus.FAILED;
  }

  /** Its deletion began and did not end; its WAL goes with it. */
  boolean isHalfDeleted() {
    return DeletionMark.isOn(known());
  }

  /**
   * A run of ours that has died: its note is there, its backup.info is not, and nothing was written
   * of late.
   */
  boolean isAbandoned() {
    return noted && !active && !content.hasInfo() && info != null;
  }

  /** Tells whether its backup.info says anything that a deletion must take back first. */
  boolean needsMark() {
    return content.hasInfo() && problem == null && !isFailed();
  }

  /** Neither usable nor failed: running, crashed, or nothing is known. */
  static boolean isUnfinished(@Nullable BackupInfo info) {
    return info == null || !(info.status().isRestorable() || info.status() == BackupStatus.FAILED);
  }

  /**
   * Returns the earliest segment that anything says the backup needs, empty if nothing says where
   * it began.
   */
  Optional<WalSegmentName> begin() {
    BackupInfo backup = known();
    Stream<WalSegmentName> fromLsn =
        backup.beginLsn().stream()
            .flatMap(lsn -> backup.timeline().stream().map(on -> at(on, lsn, backup)));
    return Stream.of(backup.beginWal().stream(), fromLsn, inLabel(backup))
        .flatMap(segment -> segment)
        .min(BY_POSITION)
        .map(begin -> backup.endWal().map(end -> earlier(begin, end)).orElse(begin));
  }

  private static WalSegmentName earlier(WalSegmentName one, WalSegmentName other) {
    return BY_POSITION.compare(other, one) < 0 ? other : one;
  }

  private static WalSegmentName at(TimelineId timeline, Lsn lsn, BackupInfo backup) {
    return WalSegmentName.at(timeline, lsn, backup.walSegmentSize());
  }

  private static Stream<WalSegmentName> inLabel(BackupInfo backup) {
    try {
      return backup.backupLabel().stream().map(BackupLabel::beginWal);
    } catch (IllegalArgumentException withoutStart) {
      return Stream.empty();
    }
  }

  /** Returns the ids of the incremental backups that this one knows to build on it. */
  private Set<BackupId> children() {
    return known()
        .find(BackupField.CHILDREN_BACKUP_IDS)
        .map(ids -> IDS.splitAsStream(ids.toString()))
        .orElse(Stream.empty())
        .filter(id -> !id.isBlank() && id.indexOf('/') < 0)
        .map(BackupId::of)
        .collect(Collectors.toSet());
  }

  /** Tells whether the other backup is an incremental one on this, whichever of them says so. */
  boolean isParentOf(BackupState other) {
    return other.known().parent().filter(id::equals).isPresent() || children().contains(other.id());
  }

  /** Returns the last segment needed to be consistent. */
  Optional<WalSegmentName> end() {
    return known().endWal();
  }
}
