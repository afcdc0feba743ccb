/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.BarmanException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.tidy.Tidy;
import io.github.barman4j.tidy.TidyResult;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is no longer needed from the archive of one server: a plan first, which only reads
 * and is the dry run, then {@link #apply}, which does nothing that is not in the plan.
 *
 * <p>Thread-safe, holds no state; there is nothing to close. Every method throws {@link
 * io.github.barman4j.StorageFailedException} if the store fails to list or read and {@link
 * io.github.barman4j.OperationCancelledException} if the thread is interrupted.
 */
public final class Retention {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final ServerContext context;
  private final RetentionOptions options;
  private final ArchiveReader reader;
  private final ArchiveObjects objects;

  /** Makes the retention of a server with {@link RetentionOptions#defaults()}; does no I/O. */
  public Retention(ServerContext context) {
    this(context, RetentionOptions.defaults());
  }

  /** Makes the retention of a server; does no I/O. */
  public Retention(ServerContext context, RetentionOptions options) {
    this.context = Objects.requireNonNull(context, "context");
    this.options = Objects.requireNonNull(options, "options");
    this.reader = new ArchiveReader(context, options.grace());
    this.objects = new ArchiveObjects(context);
  }

  /**
   * Returns what the policy would delete. No input makes it fail: what it cannot judge stays, and
   * the plan says why.
   */
  public RetentionPlan plan(RetentionPolicy policy) {
    return plan(new RetentionRequest.ByPolicy(policy, options), reader.read());
  }

  /** Returns what deleting a backup would delete; the last restorable one may go. */
  public RetentionPlan planDelete(BackupSelector selector) {
    return planDelete(selector, 0);
  }

  /**
   * Returns what deleting a backup would delete. By id, a failed, unreadable or crashed one can be
   * deleted too.
   *
   * @param minimumRedundancy how many restorable backups must be left
   * @throws UnknownBackupException if there is no such backup
   * @throws io.github.barman4j.BackupProtectedException if it is kept or running, if incremental
   *     backups build on it, or if too few would be left
   * @throws io.github.barman4j.UnsupportedFormatException if disk snapshots hold it
   */
  public RetentionPlan planDelete(BackupSelector selector, int minimumRedundancy) {
    ArchiveState state = reader.read();
    BackupId id = resolve(selector, state);
    return plan(new RetentionRequest.OneBackup(id, minimumRedundancy), state);
  }

  private BackupId resolve(BackupSelector selector, ArchiveState state) {
    if (selector instanceof BackupSelector.Id byId && state.find(byId.id()).isPresent()) {
      return byId.id();
    }
    return new BackupCatalog(context).get(selector).id();
  }

  private RetentionPlan plan(RetentionRequest request, ArchiveState state) {
    Decision decision = Decision.of(request, state);
    List<BackupVerdict> verdicts =
        state.backups().stream().map(backup -> verdict(backup, decision)).toList();
    WalSummary summary = new WalSummary(decision.needs());
    objects.wal().forEach(wal -> summary.add(wal.name(), wal.object()));
    RetentionPlan plan =
        new RetentionPlan(
            context.serverName(),
            state.now(),
            request,
            decision.needs(),
            verdicts,
            summary.finish());
    LOG.debug("Planned {}", plan);
    return plan;
  }

  private static BackupVerdict verdict(BackupState backup, Decision decision) {
    Verdict verdict = Objects.requireNonNull(decision.verdicts().get(backup.id()));
    return new BackupVerdict(
        backup.id(),
        verdict.status(),
        verdict.isDeleted(),
        verdict.reason(),
        backup.content().objects(),
        backup.content().bytes());
  }

  /**
   * Returns every object that applying the plan now would try to delete, listed while they are
   * consumed, in the order of deletion: backups oldest first, then WAL.
   */
  public Stream<PlannedDeletion> objects(RetentionPlan plan) {
    requireOwn(plan);
    Stream<PlannedDeletion> ofBackups =
        plan.backups().stream().filter(BackupVerdict::deleted).flatMap(this::objects);
    Stream<PlannedDeletion> wal =
        objects
            .wal()
            .filter(file -> plan.needs().whyNeeded(file.name()).isEmpty())
            .map(file -> planned(file.object(), "no backup that stays needs it"));
    return Stream.concat(ofBackups, wal);
  }

  private Stream<PlannedDeletion> objects(BackupVerdict backup) {
    String reason = "backup " + backup.id() + ": " + backup.reason();
    return objects.all(backup.id()).map(object -> planned(object, reason));
  }

  private static PlannedDeletion planned(ObjectMetadata object, String reason) {
    return new PlannedDeletion(object.key(), object.size(), reason);
  }

  /**
   * Deletes what is in the plan and, by what the archive holds now, may still go: a backup that was
   * kept or is needed since then stays, and so does its WAL. Each backup is marked as failed first,
   * if its {@code backup.info} is as it was, then {@code data.tar} goes, then the rest, and {@code
   * backup.info} last, and only if all else is gone; WAL goes after the backups, and only if all of
   * those could be deleted. What failed is in the result.
   *
   * @throws IllegalArgumentException if the plan is for another server
   * @throws io.github.barman4j.BackupProtectedException if the plan is to delete one backup, and
   *     that must stay now; nothing is deleted then
   */
  public RetentionResult apply(RetentionPlan plan) {
    return context.operations().run(() -> applyNow(plan));
  }

  private RetentionResult applyNow(RetentionPlan plan) {
    requireOwn(plan);
    LOG.info("Begin {}", plan);
    ArchiveState state = reader.read();
    Decision decision = Decision.of(plan.request(), state);
    PlanExecution execution = new PlanExecution(context, plan);
    execution.deleteBackups(state, decision);
    if (execution.mayDeleteWal()) {
      ArchiveState survivors = Decision.without(state, execution::isDeleted);
      WalSegmentName bound = plan.needs().bound();
      execution.deleteWal(WalNeeds.of(survivors, bound, decision.counted()));
    }
    RetentionResult result = execution.result();
    LOG.info(
        "End of retention for {}: {} backups and {} WAL files deleted, {} bytes freed, {} failed",
        context.serverName(),
        result.deletedBackups().size(),
        result.deletedWalFiles(),
        result.freedBytes(),
        result.failed().size());
    tidy();
    return result;
  }

  /** What stays of killed runs is the next retention's to remove, and no failure of this one. */
  private void tidy() {
    try {
      Tidy tidy = new Tidy(context);
      TidyResult tidied = tidy.apply(tidy.plan());
      LOG.info("Removed {} things that killed runs had left", tidied.removed().size());
      tidied.failed().forEach((item, why) -> LOG.warn("{} stays: {}", item, why));
    } catch (BarmanException e) {
      LOG.warn("What killed runs left stays: {}", e.getMessage());
    }
  }

  private void requireOwn(RetentionPlan plan) {
    if (!plan.serverName().equals(context.serverName())) {
      throw new IllegalArgumentException(
          "The plan is for server '" + plan.serverName() + "', not '" + context.serverName() + "'");
    }
  }
}
