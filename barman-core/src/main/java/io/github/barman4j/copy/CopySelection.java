/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupId;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/** What of an archive is copied. All timeline histories always are; they are tiny. */
public sealed interface CopySelection {

  /** Returns the selection of every whole backup and of all WAL. */
  static CopySelection everything() {
    return new Everything();
  }

  /** Returns the selection of these backups, as {@link #backups(Collection)}. */
  static CopySelection backups(BackupId... ids) {
    return backups(List.of(ids));
  }

  /**
   * Returns the selection of these backups with the WAL that they need to become consistent, as a
   * backup kept as {@code standalone} has it: from each its own state can be restored, no later
   * one.
   *
   * @throws IllegalArgumentException if there is none
   */
  static CopySelection backups(Collection<BackupId> ids) {
    return new Backups(new TreeSet<>(ids));
  }

  /**
   * Returns the selection of a backup, of all with later ids, and of all WAL from where the first
   * of them begins, on every timeline.
   */
  static CopySelection from(BackupId id) {
    return new From(id);
  }

  /** Every whole backup and all WAL. */
  record Everything() implements CopySelection {
    @Override
    public String toString() {
      return "everything";
    }
  }

  /**
   * Some backups and their own WAL.
   *
   * @param ids of the backups, at least one
   */
  record Backups(NavigableSet<BackupId> ids) implements CopySelection {
    /** Copies and checks that there is one. */
    public Backups {
      ids = java.util.Collections.unmodifiableNavigableSet(new TreeSet<>(ids));
      if (ids.isEmpty()) {
        throw new IllegalArgumentException("Name at least one backup to copy");
      }
    }

    @Override
    public String toString() {
      return "backups " + ids + " with their own WAL";
    }
  }

  /**
   * A backup, later ones, and all WAL since.
   *
   * @param id of the first backup
   */
  record From(BackupId id) implements CopySelection {
    /** Checks that it is there. */
    public From {
      Objects.requireNonNull(id, "id");
    }

    @Override
    public String toString() {
      return "backups from " + id + " on with all WAL since";
    }
  }
}
