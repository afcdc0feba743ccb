/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.internal.archive.ArchiveOwner;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.storage.ObjectKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Executes a plan once. For one thread, which has others work for it. */
final class CopyRun {

  private final Side source;
  private final Side target;
  private final CopyPlan plan;
  private final CopyOptions options;
  private final Tally tally;
  private final Crew crew;
  private final ObjectCopier copier;
  private final TagReader tags;
  private final Conflicts conflicts = new Conflicts();

  CopyRun(Side source, Side target, CopyPlan plan, CopyOptions options) {
    this.source = source;
    this.target = target;
    this.plan = plan;
    this.options = options;
    this.tally = new Tally(options.listener());
    this.crew = new Crew(source.context().executor(), options, plan.target());
    this.copier = new ObjectCopier(source, target, options, tally);
    this.tags = new TagReader(source, target, options.tags());
  }

  CopyResult run() {
    options.cancellation().throwIfCancelled();
    Conflicts.throwIfAny(plan.conflicts(), plan.target());
    if (options.comparesContent()) {
      compareAll();
    }
    ArchiveOwner owner = new ArchiveOwner(target.context());
    plan.owner().ifPresent(owner::claim);
    copyWal();
    copyBackups();
    return tally.result(plan);
  }

  private void compareAll() {
    tally.begin(CopyPhase.COMPARING, plan.presentObjects(), 2 * plan.presentBytes());
    WalPlan planned = new WalPlan(source, plan);
    Stream<CopiedObject> wal =
        KeyJoin.ofWal(source, target)
            .filter(pair -> planned.count(pair.source()))
            .map(pair -> conflicts.check(pair.object(), pair.there()));
    Stream<CopiedObject> backups = plan.backups().stream().flatMap(b -> asItIsNow(b).stream());
    // concat, not flatMap, whose iterator would hold all of the WAL
    Stream<CopiedObject> all =
        Stream.concat(plan.histories().stream(), Stream.concat(wal, backups));
    Stream<CopiedObject> present = all.filter(CopiedObject::present);
    crew.inBatches(present, batch -> crew.run(batch, this::compare));
    crew.throwIfAnyFailed();
    conflicts.throwIfAny(plan.target());
  }

  private void compare(CopiedObject object) throws IOException {
    if (!copier.isSame(object)) {
      conflicts.add(Conflicts.ofContent(object.target()));
    }
    tally.compared();
  }

  private List<CopiedObject> asItIsNow(CopiedBackup backup) {
    Map<ObjectKey, Long> there = BackupScan.objects(target, backup.id());
    return backup.objects().stream()
        .map(object -> conflicts.check(object, there.get(object.target())))
        .toList();
  }

  private void copyWal() {
    long objects = plan.wal().stream().mapToLong(run -> run.files() - run.presentFiles()).sum();
    long histories = plan.histories().stream().filter(object -> !object.present()).count();
    tally.begin(CopyPhase.WAL, objects + histories, sides() * plan.walBytesToCopy());
    copyAll(plan.histories());
    WalPlan planned = new WalPlan(source, plan);
    crew.inBatches(
        KeyJoin.ofWal(source, target)
            .filter(pair -> planned.count(pair.source()))
            .map(KeyJoin.Pair::object),
        this::copyAll);
    crew.throwIfAnyFailed();
    planned.requireAllSeen();
  }

  private void copyBackups() {
    List<CopiedObject> missing =
        plan.backups().stream()
            .flatMap(backup -> backup.objects().stream())
            .filter(object -> !object.present())
            .toList();
    long bytes = missing.stream().mapToLong(CopiedObject::size).sum();
    tally.begin(CopyPhase.BACKUPS, missing.size(), sides() * bytes);
    plan.backups().forEach(this::copy);
  }

  /** What is read back passes twice. */
  private int sides() {
    return options.readsBack() ? 2 : 1;
  }

  private void copy(CopiedBackup planned) {
    CopiedBackup backup = new CopiedBackup(planned.id(), planned.keep(), asItIsNow(planned));
    copyAll(backup.parts());
    crew.throwIfAnyFailed();
    backup.keepTarget().ifPresent(keep -> keep(backup, keep));
    copyAll(List.of(backup.info()));
    crew.throwIfAnyFailed();
    tally.copied(backup.id());
  }

  /** The annotation comes before backup.info, so that retention never finds the backup unkept. */
  private void keep(CopiedBackup backup, KeepTarget keep) {
    Optional<KeepTarget> there = new BackupCatalog(target.context()).keepTarget(backup.id());
    if (!there.equals(Optional.of(keep))) {
      target.reader().put(target.layout().keepAnnotation(backup.id()), keep.word());
    }
  }

  private void copyAll(List<CopiedObject> objects) {
    objects.stream().filter(CopiedObject::present).forEach(o -> tally.present(o.size()));
    List<CopiedObject> missing = objects.stream().filter(object -> !object.present()).toList();
    TagReader.Tags found =
        StoreFailures.during("Reading tags of " + plan.source(), () -> tags.ofBatch(missing));
    crew.run(missing, object -> copier.copy(object, found.of(object.source())));
  }
}
