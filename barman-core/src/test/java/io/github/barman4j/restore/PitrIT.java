/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.postgres.PsqlTools;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.wal.WalInventory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recovery of real clusters, with two tablespaces, to every kind of target. */
class PitrIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 17, 18})
  void recoversToEveryKindOfTargetOnOneTimeline(int major) throws Exception {
    try (Scenario scenario = new Scenario(major, directory)) {
      scenario.step();
      BackupInfo backup = scenario.backupUnderLoad();
      scenario.step();
      Scenario.Step middle = scenario.step();
      scenario.archiveAll();
      scenario.step();
      scenario.archiveAll();

      expect(scenario, RecoveryTarget.time(middle.time()), middle.number());
      expect(scenario, RecoveryTarget.lsn(middle.lsn()), middle.number());
      expect(scenario, RecoveryTarget.xid(middle.xid()), middle.number());
      expect(scenario, RecoveryTarget.restorePoint(middle.restorePoint()), middle.number());
      expect(scenario, RecoveryTarget.latest(), 4);
      expect(scenario, RecoveryTarget.immediate(), 1);
      assertThat(scenario.restore().plan(RecoveryTarget.latest()).backup().id())
          .isEqualTo(backup.id());
      acceptedByPostgresTools(scenario);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 17, 18})
  void recoversOverTwoTimelineSwitches(int major) throws Exception {
    try (Scenario scenario = new Scenario(major, directory)) {
      scenario.step();
      scenario.backupUnderLoad();
      Scenario.Step first = scenario.step();
      scenario.archiveAll();
      promote(scenario, RecoveryTarget.restorePoint(first.restorePoint()));
      Scenario.Step second = scenario.step();
      scenario.archiveAll();
      promote(scenario, RecoveryTarget.latest());
      scenario.step();
      Scenario.Step last = scenario.step();
      scenario.archiveAll();
      assertThat(last.timeline()).isGreaterThanOrEqualTo(1);

      expect(scenario, RecoveryTarget.latest(), last.number());
      expect(scenario, RecoveryTarget.lsn(last.lsn()), last.number());
      expect(
          scenario,
          RestoreRequest.to(RecoveryTarget.latest()).along(RecoveryTimeline.of(new TimelineId(2))),
          second.number());
      expect(
          scenario,
          RestoreRequest.to(RecoveryTarget.latest()).along(RecoveryTimeline.current()),
          first.number());
    }
  }

  @Test
  void promotesToATimelineThatTheArchiveDoesNotHaveYet() throws Exception {
    try (Scenario scenario = new Scenario(17, directory)) {
      scenario.step();
      scenario.backupUnderLoad();
      scenario.archiveAll();
      promote(scenario, RecoveryTarget.latest());
      archivesOn(scenario, 2);

      promoteAlongTheFirst(scenario, WalDelivery.staged());
      archivesOn(scenario, 3);
      promoteAlongTheFirst(scenario, scenario.fetching());
      archivesOn(scenario, 4);
    }
  }

  private void promoteAlongTheFirst(Scenario scenario, WalDelivery delivery) {
    promote(
        scenario,
        RestoreRequest.to(RecoveryTarget.latest()).along(RecoveryTimeline.current()),
        delivery);
  }

  private void archivesOn(Scenario scenario, int timeline) {
    assertThat(scenario.server().queryString("SELECT pg_walfile_name(pg_current_wal_lsn())"))
        .startsWith("0000000" + timeline);
    scenario.archiveAll();
    WalInventory archived = scenario.wal().inventory();
    assertThat(archived.histories()).contains(TimelineId.of(timeline));
    assertThat(archived.last(TimelineId.of(timeline))).isPresent();
  }

  private void promote(Scenario scenario, RecoveryTarget target) {
    promote(scenario, RestoreRequest.to(target), WalDelivery.staged());
  }

  private void promote(Scenario scenario, RestoreRequest request, WalDelivery delivery) {
    RestoreOptions.Builder options =
        scenario.fresh().archiving(RestoredArchiving.AS_IN_BACKUP).walDelivery(delivery);
    scenario.continueWith(scenario.restore(scenario.restore().plan(request), options));
  }

  private void expect(Scenario scenario, RecoveryTarget target, int steps) {
    expect(scenario, RestoreRequest.to(target), steps);
  }

  private void expect(Scenario scenario, RestoreRequest request, int steps) {
    RestorePlan plan = scenario.restore().plan(request);
    Path restored = scenario.restore(plan, scenario.fresh());
    int major = scenario.server().majorVersion();
    try (PostgresServer recovered =
        PostgresServer.builder(major).dataDirectory(restored).noArchiving().start()) {
      recovered.awaitPromotion(PATIENCE);
      String expected =
          String.join(",", IntStream.rangeClosed(1, steps).mapToObj(String::valueOf).toList());
      for (String table : new String[] {"in_here", "in_fast", "in_slow"}) {
        assertThat(
                recovered.queryString(
                    "SELECT string_agg(n::text, ',' ORDER BY n) FROM "
                        + table
                        + " WHERE length(filler) = 500"))
            .as("%s after recovery to %s", table, plan.describe())
            .isEqualTo(expected);
      }
      assertThat(recovered.queryLong("SELECT count(*) FROM load WHERE length(filler) = 640"))
          .isGreaterThan(0);
    }
  }

  private void acceptedByPostgresTools(Scenario scenario) {
    Path restored =
        scenario.restore(scenario.restore().plan(RecoveryTarget.latest()), scenario.fresh());
    int major = scenario.server().majorVersion();
    verify(major, restored);
    try (PostgresServer recovered =
        PostgresServer.builder(major).dataDirectory(restored).noArchiving().start()) {
      recovered.awaitPromotion(PATIENCE);
      recovered.stop();
      checksums(major, restored);
    }
  }

  /**
   * The pg_verifybackup of 15 does not know the manifest of 17, and that of 18 reads pg_control as
   * 18 writes it; so there is none for 17 here.
   */
  private static void verify(int major, Path restored) {
    if (major != 17) {
      PsqlTools tools = Peers.require(major < 17 ? PsqlTools.debian15() : PsqlTools.newest18());
      tools.verifyBackup(restored).orThrow();
    }
  }

  private static void checksums(int major, Path restored) {
    if (major == 15 || major == 18) {
      PsqlTools tools = Peers.require(major == 15 ? PsqlTools.debian15() : PsqlTools.newest18());
      tools.run("pg_checksums", "--check", "-D", restored.toString()).orThrow();
    }
  }
}
