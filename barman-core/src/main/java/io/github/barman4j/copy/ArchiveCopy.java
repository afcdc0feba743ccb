/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.ServerContext;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the archive of one server, or some of it, to another store, or under another name: a plan
 * first, which only reads and is the dry run, then {@link #execute}.
 *
 * <p>Copied are whole ({@code DONE}) backups, byte for byte, WAL and timeline histories, and
 * whether a backup is kept. Not copied are running and failed backups and objects of other
 * programs. The source is never written to.
 *
 * <p>Everything that a backup needs is at the target before its {@code backup.info}, so that a copy
 * that was killed shows only backups that can be restored; to go on, plan and execute again. Do not
 * apply retention to the target while a copy runs: it would not know of the backups to come.
 *
 * <p>Thread-safe, holds no state; there is nothing to close. Every method throws {@link
 * io.github.barman4j.StorageFailedException} if a store fails and {@link
 * io.github.barman4j.OperationCancelledException} if the thread is interrupted.
 */
public final class ArchiveCopy {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveCopy.class);

  private final Side source;
  private final Side target;

  /**
   * Opens both archives; does no I/O. Work in parallel is done by the source's executor.
   *
   * @throws IllegalArgumentException if both are the same
   */
  public ArchiveCopy(ServerContext source, ServerContext target) {
    this.source = new Side(Objects.requireNonNull(source, "source"));
    this.target = new Side(Objects.requireNonNull(target, "target"));
    if (this.source.archive().equals(this.target.archive())) {
      throw new IllegalArgumentException(
          "The archive " + this.source.archive() + " cannot be copied to itself");
    }
  }

  /**
   * Finds out what is to be copied, by names and sizes; nothing is written.
   *
   * @throws io.github.barman4j.UnknownBackupException if a backup that was named does not exist
   * @throws io.github.barman4j.ForeignServerException if the target belongs to another cluster
   */
  public CopyPlan plan(CopySelection selection) {
    CopyPlan plan = new CopyPlanner(source, target, selection).plan();
    LOG.debug("Planned {}", plan);
    return plan;
  }

  /**
   * Copies what is in the plan and not at the target yet: the note of who owns the archive,
   * timeline histories, WAL, then each backup, oldest first, its {@code backup.info} last. First of
   * all, what is at the target already is compared with the source. Nothing is overwritten but keep
   * annotations.
   *
   * <p>An object that fails does not stop the others at once; the error names it, up to a hundred,
   * and nothing that needs it is made visible.
   *
   * @throws IllegalArgumentException if the plan is for other archives
   * @throws io.github.barman4j.CopyConflictException if something else lies at the target; unless
   *     it came there while this ran, nothing has been written then
   * @throws io.github.barman4j.ForeignServerException if the target belongs to another cluster
   * @throws io.github.barman4j.CorruptArchiveException if an object reads back differently from
   *     what was sent, and is removed again, or WAL vanished from the source since the plan
   * @throws io.github.barman4j.OperationCancelledException if it was cancelled
   */
  public CopyResult execute(CopyPlan plan, CopyOptions options) {
    return source
        .context()
        .operations()
        .run(() -> target.context().operations().run(() -> executeNow(plan, options)));
  }

  private CopyResult executeNow(CopyPlan plan, CopyOptions options) {
    if (!plan.source().equals(source.archive()) || !plan.target().equals(target.archive())) {
      throw new IllegalArgumentException(
          "The plan is for "
              + plan.source()
              + " to "
              + plan.target()
              + ", not for "
              + source.archive()
              + " to "
              + target.archive());
    }
    LOG.info("Begin: {}", plan);
    CopyResult result = new CopyRun(source, target, plan, options).run();
    LOG.info("End of the copy to {}: {}", plan.target(), result);
    return result;
  }
}
