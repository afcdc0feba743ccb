/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which backup is meant. A value: nothing is looked up before it is given to a catalog. */
public sealed interface BackupSelector {

  /**
   * Reads a person's word: {@code latest} or {@code last}, {@code oldest} or {@code first}, {@code
   * last-failed}, an id, else a name.
   *
   * @throws IllegalArgumentException if it is blank, or {@code auto}, which needs a target
   */
  static BackupSelector parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "latest", "last", "latest-full", "last-full" -> latest();
      case "oldest", "first" -> oldest();
      case "last-failed" -> lastFailed();
      case "", "auto" -> throw notASelector(text);
      default -> idOrName(text.strip());
    };
  }

  private static BackupSelector idOrName(String text) {
    return BackupId.isShapedLikeId(text) ? id(BackupId.of(text)) : named(text);
  }

  private static IllegalArgumentException notASelector(String text) {
    return new IllegalArgumentException(
        "Expected an id such as 20310506T070809, a name, latest, oldest or last-failed, got '"
            + text
            + "'; to let a recovery target choose, use BackupSelector.target()");
  }

  /** Returns the selector of the backup with this id; costs one request. */
  static BackupSelector id(BackupId id) {
    return new Id(id);
  }

  /** Returns the selector of the one backup with this name. */
  static BackupSelector named(String name) {
    return new Named(name);
  }

  /**
   * Returns the selector of the restorable backup that ended last; where there are backups of
   * several clusters, among those of the one that owns the archive, if it has any.
   */
  static BackupSelector latest() {
    return new Latest();
  }

  /** Returns the selector of the restorable backup that ended first. */
  static BackupSelector oldest() {
    return new Oldest();
  }

  /** Returns the selector of the failed backup that was made last. */
  static BackupSelector lastFailed() {
    return new LastFailed();
  }

  /**
   * Returns the selector of the latest restorable backup from which a recovery target can be
   * reached; say which with {@link Target#endedBy}, {@link Target#consistentBy} and {@link
   * Target#along}.
   */
  static Target target() {
    return new Target(null, null, null);
  }

  /**
   * By id.
   *
   * @param id of the backup
   */
  record Id(BackupId id) implements BackupSelector {
    /** Checks that it is there. */
    public Id {
      Objects.requireNonNull(id, "id");
    }
  }

  /**
   * By the name that its maker gave it.
   *
   * @param name exactly
   */
  record Named(String name) implements BackupSelector {
    /** Checks that it is there. */
    public Named {
      Objects.requireNonNull(name, "name");
    }
  }

  /** The restorable backup that ended last. */
  record Latest() implements BackupSelector {}

  /** The restorable backup that ended first. */
  record Oldest() implements BackupSelector {}

  /** The failed backup that was made last. */
  record LastFailed() implements BackupSelector {}

  /**
   * The latest restorable backup that fulfils all conditions.
   *
   * @param time by which it had ended; null for any
   * @param lsn up to which it is consistent; null for any
   * @param history of the timeline to recover along: the backup ended on it, or on an ancestor
   *     before that was left; null for any
   */
  record Target(@Nullable Instant time, @Nullable Lsn lsn, @Nullable TimelineHistory history)
      implements BackupSelector {

    /** Returns this selector for backups that had ended by the time. */
    public Target endedBy(Instant newTime) {
      return new Target(newTime, lsn, history);
    }

    /** Returns this selector for backups that are consistent at the position. */
    public Target consistentBy(Lsn newLsn) {
      return new Target(time, newLsn, history);
    }

    /** Returns this selector for backups from which the timeline can be followed. */
    public Target along(TimelineHistory newHistory) {
      return new Target(time, lsn, newHistory);
    }
  }
}
