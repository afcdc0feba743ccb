/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.retention.Retention;
import io.github.barman4j.retention.RetentionOptions;
import io.github.barman4j.retention.RetentionPlan;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.storage.fs.local.LocalRetentionPlan.Wal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes backups from a server directory, and the WAL that no other backup needs: a plan first,
 * then {@link #apply}. Backups that are kept or running stay; so do as many DONE ones as {@link
 * LocalServerOptions#minimumRedundancy()} says.
 *
 * <p>WAL goes only with the first whole backup; with one that failed none goes, unlike with Barman.
 *
 * <p>A deletion that does not end leaves a backup that says that it failed, to Barman too; every
 * later plan goes on with it. Thread-safe; there is nothing to close. All methods throw {@link
 * StorageFailedException} if the directory cannot be read or changed, and {@link
 * OperationCancelledException} if the thread is interrupted.
 */
public final class LocalRetention {

  /** While somebody holds the lock of backups, whatever is unfinished may be running. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final LocalContext context;
  private final LocalWal wal;
  private final ServerContext archive;

  LocalRetention(LocalContext context, LocalWal wal) {
    this.context = context;
    this.wal = wal;
    this.archive =
        new ServerContext(
            new ServerDirectoryStore(context),
            context.serverName(),
            context.executor(),
            context.clock());
  }

  /** What a policy finds obsolete. */
  record ByPolicy(RetentionPolicy policy) implements LocalRetentionPlan.Request {}

  /** One backup, whichever a selector meant. */
  record OneBackup(BackupId id) implements LocalRetentionPlan.Request {}

  /** Returns what the policy would delete; as with Barman, failed backups stay. */
  public LocalRetentionPlan plan(RetentionPolicy policy) {
    ByPolicy request = new ByPolicy(policy);
    return attempt("plan retention", () -> plan(request, decide(request, grace())));
  }

  /**
   * Returns what deleting a backup would delete. By id, a failed, unreadable or crashed one can be
   * deleted too.
   *
   * @throws UnknownBackupException if there is no such backup
   * @throws BackupProtectedException if it is kept or running, or too few would be left
   */
  public LocalRetentionPlan planDelete(BackupSelector selector) {
    int minimum = context.options().minimumRedundancy();
    return attempt(
        "plan a deletion",
        () -> {
          RetentionPlan decision = retention(grace()).planDelete(selector, minimum);
          BackupId id = decision.deletedBackups().get(0);
          return plan(new OneBackup(id), decision);
        });
  }

  private Duration grace() {
    try {
      context.locks().backup().close();
      return Duration.ZERO;
    } catch (ServerLockedException running) {
      return FOR_EVER;
    }
  }

  private Retention retention(Duration grace) {
    return new Retention(archive, RetentionOptions.defaults().withGrace(grace));
  }

  private RetentionPlan decide(LocalRetentionPlan.Request request, Duration grace) {
    int minimum = context.options().minimumRedundancy();
    if (request instanceof OneBackup one) {
      return retention(grace).planDelete(BackupSelector.id(one.id()), minimum);
    }
    RetentionPolicy policy = ((ByPolicy) request).policy();
    int larger = Math.max(minimum, policy.minimumRedundancy());
    return retention(grace).plan(policy.withMinimumRedundancy(larger));
  }

  private LocalRetentionPlan plan(LocalRetentionPlan.Request request, RetentionPlan decision)
      throws IOException {
    KnownBackups known = KnownBackups.read(context.metadata());
    List<BackupId> interrupted = request instanceof ByPolicy ? interrupted(known) : List.of();
    TreeSet<BackupId> doomed = new TreeSet<>(interrupted);
    doomed.addAll(decision.deletedBackups());
    SpaceScan space = new SpaceScan();
    for (BackupId id : doomed) {
      space.add(context.directory().backup(id));
    }
    Wal victims = wal(known, doomed, request instanceof ByPolicy);
    return new LocalRetentionPlan(request, decision, interrupted, space.usage(), victims);
  }

  /** Lists the backups whose deletion was begun, by Barman or by us. */
  private List<BackupId> interrupted(KnownBackups known) throws IOException {
    List<BackupId> begun = new ArrayList<>();
    for (BackupInfo info : known.infos().values()) {
      if (DeletionMark.isOn(info)
          || context.annotations().find(info.id(), DeletionMark.ANNOTATION).isPresent()) {
        begun.add(info.id());
      }
    }
    return begun;
  }

  private Wal wal(KnownBackups known, Set<BackupId> doomed, boolean byPolicy) throws IOException {
    List<WalVictims> rules = new ArrayList<>();
    TreeSet<BackupId> gone = new TreeSet<>();
    for (BackupId id : doomed) {
      gone.add(id);
      BackupInfo info = known.infos().get(id);
      if (info != null && known.unreadable().isEmpty()) {
        WalVictims.of(info, BackupRemoval.survivors(context, known, gone, byPolicy))
            .ifPresent(rules::add);
      }
    }
    long files = 0;
    long bytes = 0;
    for (Map.Entry<String, Path> file : WalOnDisk.list(context.directory()).files().entrySet()) {
      WalFileName name = WalFileName.parse(file.getKey());
      if (rules.stream().anyMatch(rule -> rule.test(name))) {
        files++;
        bytes += Files.size(file.getValue());
      }
    }
    return new Wal(files, bytes);
  }

  /**
   * Deletes what is in the plan and may still go. Each backup is deleted under Barman's locks, and
   * only if what the directory holds then still lets it go. Oldest first; one that cannot be
   * deleted does not keep the others from it, unless the plan is to delete that one.
   *
   * @throws IllegalArgumentException if the plan is for another server
   * @throws ServerLockedException if the plan is to delete one backup, and a backup or deletion is
   *     running
   * @throws BackupProtectedException if the plan is to delete one backup, and that must stay now
   */
  public LocalRetentionResult apply(LocalRetentionPlan plan) {
    if (!plan.decision().serverName().equals(context.serverName())) {
      throw new IllegalArgumentException(
          "The plan is for server '"
              + plan.decision().serverName()
              + "', not '"
              + context.serverName()
              + "'");
    }
    RetentionRun run = new RetentionRun(context, wal, this::decide);
    return attempt("delete backups", () -> run.apply(plan));
  }

  private RetentionPlan decide(LocalRetentionPlan.Request request) {
    return decide(request, Duration.ZERO);
  }

  /**
   * Deletes a backup: plans and applies.
   *
   * @throws UnknownBackupException as {@link #planDelete}
   * @throws BackupProtectedException as {@link #planDelete}
   * @throws ServerLockedException as {@link #apply}
   */
  public LocalRetentionResult delete(BackupSelector selector) {
    return apply(planDelete(selector));
  }

  /** Returns what a backup takes up; an absent one, nothing. */
  public SpaceUsage space(BackupId id) {
    return attempt("scan", () -> new SpaceScan().add(context.directory().backup(id)).usage());
  }

  /** Returns what all backups take up, without WAL. */
  public SpaceUsage space() {
    return attempt("scan", () -> new SpaceScan().add(context.directory().base()).usage());
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String task, Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw failure(task, e);
    } catch (UncheckedIOException e) {
      throw failure(task, Objects.requireNonNull(e.getCause()));
    }
  }

  private StorageFailedException failure(String task, IOException e) {
    return new StorageFailedException(
        "Failed to " + task + " in server directory " + context.directory().root(), e);
  }
}
