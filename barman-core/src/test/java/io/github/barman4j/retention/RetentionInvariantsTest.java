/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.internal.archive.DeletionMark;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever the archive holds, retention keeps its promises. What is promised is told here anew,
 * segment by segment, without the rules it is implemented by.
 */
class RetentionInvariantsTest {

  @Property(tries = 300)
  void retentionKeepsItsPromises(
      @ForAll("archives") RandomArchive random, @ForAll("policies") RetentionPolicy policy) {
    Archive archive = random.make();
    BackupCatalog catalog = new BackupCatalog(archive.context());
    List<BackupInfo> before = catalog.list().backups();
    Set<String> walBefore = new HashSet<>(archive.walNames());
    Retention retention = new Retention(archive.context());

    RetentionPlan plan = retention.plan(policy);
    RetentionResult result = retention.apply(plan);

    assertThat(result.isComplete()).isTrue();
    List<BackupInfo> after = catalog.list().backups();
    assertThat(random.restorable(after))
        .isGreaterThanOrEqualTo(Math.min(random.restorable(before), promised(policy)));
    assertThat(after)
        .containsAll(before.stream().filter(backup -> random.isKept(backup.id())).toList());
    assertThat(after)
        .containsAll(before.stream().filter(RetentionInvariantsTest::isNeverJudged).toList());
    assertThat(archive.walNames()).containsAll(needed(random, after, walBefore));
    assertThat(archive.walNames())
        .filteredOn(name -> name.endsWith(".history"))
        .hasSameSizeAs(walBefore.stream().filter(name -> name.endsWith(".history")).toList());
    assertThat(retention.plan(policy).isEmpty()).as("a second time nothing goes").isTrue();
  }

  private static boolean isNeverJudged(BackupInfo backup) {
    return !backup.isRestorable() && !DeletionMark.isOn(backup);
  }

  @Property(tries = 200)
  void deletingAnyBackupLeavesTheOthersRestorable(
      @ForAll("archives") RandomArchive random, @ForAll @IntRange(max = 20) int which) {
    Archive archive = random.make();
    BackupCatalog catalog = new BackupCatalog(archive.context());
    List<BackupInfo> deletable =
        catalog.list().backups().stream()
            .filter(backup -> !random.isKept(backup.id()) && !random.isParent(backup.id()))
            .filter(backup -> backup.status().isRestorable())
            .toList();
    if (deletable.isEmpty()) {
      return;
    }
    Set<String> walBefore = new HashSet<>(archive.walNames());
    BackupInfo doomed = deletable.get(which % deletable.size());
    Retention retention = new Retention(archive.context());
    assertThat(retention.apply(retention.planDelete(BackupSelector.id(doomed.id()))).isComplete())
        .isTrue();
    assertThat(archive.backupIds()).doesNotContain(doomed.id().value());
    assertThat(archive.walNames()).containsAll(needed(random, catalog.list().backups(), walBefore));
  }

  private static int promised(RetentionPolicy policy) {
    int redundancy = policy instanceof RetentionPolicy.Redundancy r ? r.backups() : 1;
    return Math.max(redundancy, policy.minimumRedundancy());
  }

  /**
   * All WAL from the begin of a backup on, on its timeline and later ones; its own if kept alone.
   */
  private static Set<String> needed(
      RandomArchive random, List<BackupInfo> backups, Set<String> wal) {
    return wal.stream().filter(name -> isNeeded(random, backups, name)).collect(Collectors.toSet());
  }

  private static boolean isNeeded(RandomArchive random, List<BackupInfo> backups, String name) {
    Optional<WalSegmentName> segment = WalNeeds.segment(WalFileName.parse(name));
    return segment.isEmpty()
        || random.runningBegin().filter(begin -> follows(begin, segment.get())).isPresent()
        || backups.stream()
            .filter(backup -> backup.status().isRestorable())
            .anyMatch(backup -> needs(random, backup, segment.get()));
  }

  private static boolean needs(RandomArchive random, BackupInfo backup, WalSegmentName segment) {
    boolean alone = random.keep(backup.id()) == KeepTarget.STANDALONE;
    return follows(backup.beginWal().orElseThrow(), segment)
        && (!alone || segment.compareTo(backup.endWal().orElseThrow()) <= 0);
  }

  private static boolean follows(WalSegmentName begin, WalSegmentName segment) {
    return segment.timeline().compareTo(begin.timeline()) >= 0
        && BackupState.BY_POSITION.compare(segment, begin) >= 0;
  }

  @Provide
  Arbitrary<RetentionPolicy> policies() {
    Arbitrary<RetentionPolicy> redundancy =
        Arbitraries.integers().between(1, 6).map(RetentionPolicy::redundancy);
    Arbitrary<RetentionPolicy> window =
        Arbitraries.integers()
            .between(1, 40)
            .map(days -> RetentionPolicy.recoveryWindow(Duration.ofDays(days)));
    return Combinators.combine(
            Arbitraries.oneOf(redundancy, window), Arbitraries.integers().between(0, 4))
        .as(RetentionPolicy::withMinimumRedundancy);
  }

  @Provide
  Arbitrary<RandomArchive> archives() {
    return Combinators.combine(RandomArchive.anyDays(), Arbitraries.integers().between(-1, 40))
        .as(RandomArchive::new);
  }
}
