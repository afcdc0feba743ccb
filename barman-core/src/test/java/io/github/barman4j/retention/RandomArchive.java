/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static io.github.barman4j.catalog.Archive.done;

import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.internal.archive.DeletionMark;
import io.github.barman4j.postgres.WalSegmentName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * An archive of some days, each with some WAL and perhaps a backup, and promotions between.
 *
 * @param days from the first of June on
 * @param running the segment at which a backup that is running now began, -1 if there is none
 */
record RandomArchive(List<Day> days, int running) {

  private static final int NEVER_WRITTEN = 0xF0;
  private static final Set<Kind> SOUND = Set.of(Kind.BACKUP, Kind.KEPT_FULL, Kind.KEPT_ALONE);

  /** What a day brings. */
  enum Kind {
    NOTHING,
    BACKUP,
    KEPT_FULL,
    KEPT_ALONE,
    FAILED,
    WAITING,
    INCREMENTAL,
    HOLED,
    HEADLESS,
    HALF_DELETED,
    UNREADABLE,
    WITHOUT_ITS_WAL
  }

  /**
   * A day: first the promotion, then the backup, then the rest of the WAL.
   *
   * @param kind of backup
   * @param segments written, the first ones by the backup
   * @param promoted a new timeline began
   */
  record Day(Kind kind, int segments, boolean promoted) {}

  static Arbitrary<List<Day>> anyDays() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.just(Kind.BACKUP)), Tuple.of(4, Arbitraries.of(Kind.class)));
    return Combinators.combine(
            kinds, Arbitraries.integers().between(1, 4), Arbitraries.of(true, false, false))
        .as(Day::new)
        .list()
        .ofMaxSize(12);
  }

  Archive make() {
    Archive archive = new Archive();
    int segment = 1;
    int timeline = 1;
    for (int i = 0; i < days.size(); i++) {
      Day day = days.get(i);
      if (day.promoted()) {
        archive.wal(
            name(timeline, segment) + ".partial",
            name(timeline, segment),
            name(timeline, segment + 1));
        timeline++;
        archive.wal(String.format(Locale.ROOT, "%08X.history", timeline));
      }
      backup(archive, i, timeline, segment);
      for (int j = 0; j < day.segments(); j++) {
        archive.wal(name(timeline, segment++));
      }
    }
    runningBegin()
        .ifPresent(
            begin ->
                archive.put(
                    "shop/barman4j/running/20300630T000000",
                    "status=STARTED\nbegin_wal=" + begin + "\n"));
    return archive;
  }

  Optional<WalSegmentName> runningBegin() {
    return running < 0 ? Optional.empty() : Optional.of(WalSegmentName.parse(name(1, running)));
  }

  private void backup(Archive archive, int index, int timeline, int segment) {
    Day day = days.get(index);
    if (day.kind() == Kind.NOTHING) {
      return;
    }
    BackupInfo info =
        done(
            id(index).value(),
            name(timeline, segment),
            day.kind() == Kind.WITHOUT_ITS_WAL
                ? name(timeline, NEVER_WRITTEN)
                : name(timeline, segment + day.segments() - 1));
    archive.put(
        switch (day.kind()) {
          case HALF_DELETED -> DeletionMark.on(info);
          case FAILED -> Archive.with(info, BackupField.STATUS, BackupStatus.FAILED);
          case WAITING -> Archive.with(info, BackupField.STATUS, BackupStatus.WAITING_FOR_WALS);
          case INCREMENTAL ->
              Archive.with(
                  info,
                  BackupField.PARENT_BACKUP_ID,
                  id(Math.max(0, index - 1)).value() + (index == 0 ? "0" : ""));
          default -> info;
        });
    damage(archive, day.kind(), "shop/base/" + info.id() + "/");
    KeepTarget keep = keep(info.id());
    if (keep != null) {
      archive.put("shop/base/" + info.id() + "/annotations/keep", keep.word());
    }
  }

  private static void damage(Archive archive, Kind kind, String directory) {
    switch (kind) {
      case HOLED -> archive.put(directory + "data_0002.tar", "behind the hole");
      case HEADLESS, HALF_DELETED -> archive.remove(directory + "data.tar");
      case UNREADABLE -> archive.put(directory + "backup.info", "garbage");
      default -> {}
    }
  }

  private static BackupId id(int index) {
    return BackupId.of(String.format(Locale.ROOT, "203006%02dT120000", index + 1));
  }

  private static String name(int timeline, int segment) {
    return String.format(Locale.ROOT, "%08X00000000%08X", timeline, segment);
  }

  private Kind kind(BackupId id) {
    return days.get(id.localTime().orElseThrow().getDayOfMonth() - 1).kind();
  }

  @Nullable KeepTarget keep(BackupId id) {
    return switch (kind(id)) {
      case KEPT_FULL -> KeepTarget.FULL;
      case KEPT_ALONE -> KeepTarget.STANDALONE;
      default -> null;
    };
  }

  boolean isKept(BackupId id) {
    return keep(id) != null;
  }

  boolean isParent(BackupId id) {
    int next = id.localTime().orElseThrow().getDayOfMonth();
    return next < days.size() && days.get(next).kind() == Kind.INCREMENTAL;
  }

  long restorable(List<BackupInfo> backups) {
    return backups.stream().filter(b -> SOUND.contains(kind(b.id()))).count();
  }
}
