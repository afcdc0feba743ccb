/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.postgres.SystemIdentifier;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be copied from one archive to another; made by {@link ArchiveCopy#plan}, executed by
 * {@link ArchiveCopy#execute}. A value: nothing is copied by it, and it does not change when the
 * archives do.
 *
 * <p>Its size does not grow with the number of WAL files, which are summed up in runs.
 */
public final class CopyPlan {

  /**
   * An archive.
   *
   * @param store where it is, without secrets
   * @param serverName of the server
   */
  public record Archive(URI store, String serverName) {
    /** Returns both. */
    @Override
    public String toString() {
      return "'" + serverName + "' in " + store;
    }
  }

  private final Archive source;
  private final Archive target;
  private final CopySelection selection;
  private final Instant madeAt;
  private final Content content;

  /** What was found. */
  record Content(
      @Nullable SystemIdentifier owner,
      List<CopiedObject> histories,
      List<CopiedWal> wal,
      List<CopiedBackup> backups,
      List<SkippedBackup> skipped,
      List<CopyConflict> conflicts) {
    Content {
      histories = List.copyOf(histories);
      wal = List.copyOf(wal);
      backups = List.copyOf(backups);
      skipped = List.copyOf(skipped);
      conflicts = List.copyOf(conflicts);
    }
  }

  CopyPlan(
      Archive source, Archive target, CopySelection selection, Instant madeAt, Content content) {
    this.source = source;
    this.target = target;
    this.selection = selection;
    this.madeAt = madeAt;
    this.content = content;
  }

  /** Returns what is copied from. */
  public Archive source() {
    return source;
  }

  /** Returns what is copied to. */
  public Archive target() {
    return target;
  }

  /** Returns what was asked for. */
  public CopySelection selection() {
    return selection;
  }

  /** Returns when the archives were looked at. */
  public Instant madeAt() {
    return madeAt;
  }

  /** Returns the cluster that the target will belong to, empty if the source does not say. */
  public Optional<SystemIdentifier> owner() {
    return Optional.ofNullable(content.owner());
  }

  /** Returns the timeline histories. */
  public List<CopiedObject> histories() {
    return content.histories();
  }

  /** Returns the WAL by timeline and position. */
  public List<CopiedWal> wal() {
    return content.wal();
  }

  /** Returns the backups, oldest first. */
  public List<CopiedBackup> backups() {
    return content.backups();
  }

  /** Returns the backup of this id, empty if it is not copied. */
  public Optional<CopiedBackup> find(BackupId id) {
    return backups().stream().filter(backup -> backup.id().equals(id)).findFirst();
  }

  /** Returns the selected backups that are not whole at the source, and are not copied. */
  public List<SkippedBackup> skipped() {
    return content.skipped();
  }

  /**
   * Returns what is at the target and differs, as names and sizes tell, 1,000 at most; a plan with
   * conflicts is not executed.
   */
  public List<CopyConflict> conflicts() {
    return content.conflicts();
  }

  /** Returns how many objects are to be sent. */
  public long objectsToCopy() {
    return wal().stream().mapToLong(run -> run.files() - run.presentFiles()).sum()
        + objects().filter(object -> !object.present()).count();
  }

  /** Returns how many bytes are to be sent. */
  public long bytesToCopy() {
    return walBytesToCopy()
        + objects().filter(object -> !object.present()).mapToLong(CopiedObject::size).sum();
  }

  long walBytesToCopy() {
    return wal().stream().mapToLong(run -> run.bytes() - run.presentBytes()).sum();
  }

  /** Returns how many objects are at the target already, by name and size. */
  public long presentObjects() {
    return wal().stream().mapToLong(CopiedWal::presentFiles).sum()
        + objects().filter(CopiedObject::present).count();
  }

  /** Returns how many bytes are at the target already. */
  public long presentBytes() {
    return wal().stream().mapToLong(CopiedWal::presentBytes).sum()
        + objects().filter(CopiedObject::present).mapToLong(CopiedObject::size).sum();
  }

  private Stream<CopiedObject> objects() {
    return Stream.concat(
        histories().stream(), backups().stream().flatMap(backup -> backup.objects().stream()));
  }

  /** Returns the plan for a person, a line for each backup and each run of WAL. */
  public String describe() {
    return CopyPlanText.text(this);
  }

  /** Returns the plan for a program, one line of JSON. */
  public String toJson() {
    return CopyPlanText.json(this);
  }

  /** Returns a summary on one line. */
  @Override
  public String toString() {
    return "Copy "
        + selection
        + " of "
        + source
        + " to "
        + target
        + ": "
        + backups().size()
        + " backups, "
        + objectsToCopy()
        + " objects of "
        + bytesToCopy()
        + " bytes to send";
  }
}
