/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.verify.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chains of three linked backups with two tablespaces, made by one side and handled by the other.
 * PostgreSQL is the version whose {@code pg_verifybackup} Barman finds beside it.
 */
class ExchangeWithBarmanIT {

  @TempDir Path directory;

  static Stream<Arguments> ages() {
    return Stream.of(
        Arguments.of(BarmanServerCli.debian12(), 15),
        Arguments.of(BarmanServerCli.debian13(), 17),
        Arguments.of(BarmanServerCli.newest(), 18));
  }

  /** A chain, and what there was between its second and third backup. */
  private record Chain(List<BackupId> ids, Instant between, long eventsBetween) {}

  private interface Maker {
    BackupId make();
  }

  private static Chain chain(LocalLab lab, Maker maker) throws InterruptedException {
    lab.work();
    BackupId first = maker.make();
    lab.work();
    BackupId second = maker.make();
    long events = lab.work();
    Thread.sleep(50);
    Instant between =
        Instant.parse(
            lab.postgres()
                .queryString(
                    "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    Thread.sleep(50);
    lab.work();
    lab.archiveAll();
    BackupId third = maker.make();
    return new Chain(List.of(first, second, third), between, events);
  }

  @ParameterizedTest
  @MethodSource("ages")
  void barmanListsShowsChecksVerifiesRecoversAndDeletesOurs(BarmanServerCli program, int major)
      throws Exception {
    Peers.require(program);
    try (LocalLab lab = new LocalLab(directory, major, program)) {
      Chain chain = chain(lab, lab::backUpOurselves);
      assertLinked(lab, chain.ids());
      assertBarmanShows(lab, chain.ids());
      CommandResult check = lab.barman().run("check", LocalLab.SERVER).orThrow();
      assertThat(check.stdout()).doesNotContain("FAILED");
      for (BackupId id : chain.ids()) {
        lab.barman().run("generate-manifest", LocalLab.SERVER, id.value()).orThrow();
        lab.barman().run("verify-backup", LocalLab.SERVER, id.value()).orThrow();
      }
      assertBarmanRecovers(lab, chain);
      lab.ours().catalog().keep(chain.ids().get(0), KeepTarget.FULL);
      CommandResult refused =
          lab.barman().run("delete", LocalLab.SERVER, chain.ids().get(0).value());
      assertThat(refused.stdout() + refused.stderr()).contains("keep");
      assertThat(lab.done()).containsExactlyElementsOf(chain.ids());
      lab.ours().catalog().release(chain.ids().get(0));
      assertBarmanDeletes(lab, chain.ids());
    }
  }

  private static void assertLinked(LocalLab lab, List<BackupId> ids) throws IOException {
    List<Object> inodes =
        ids.stream().map(id -> attribute(versionFile(lab, id), "unix:ino")).distinct().toList();
    assertThat(inodes).hasSize(1);
    assertThat(attribute(versionFile(lab, ids.get(0)), "unix:nlink")).isEqualTo(ids.size());
  }

  private static Path versionFile(LocalLab lab, BackupId id) {
    return lab.home().resolve(LocalLab.SERVER).resolve("base/" + id + "/data/PG_VERSION");
  }

  private static Object attribute(Path file, String name) {
    try {
      return Files.getAttribute(file, name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertBarmanShows(LocalLab lab, List<BackupId> ids) {
    String list =
        lab.barman().run("-f", "json", "list-backups", LocalLab.SERVER).orThrow().stdout();
    for (BackupId id : ids) {
      assertThat(list).contains("\"" + id + "\"");
      String shown =
          lab.barman().run("show-backup", LocalLab.SERVER, id.value()).orThrow().stdout();
      assertThat(shown).contains("DONE", "ts1", "Spc Two");
    }
    assertThat(list).doesNotContain("FAILED");
  }

  private void assertBarmanRecovers(LocalLab lab, Chain chain) {
    Path toTime =
        lab.restoreWithBarman(
            chain.ids().get(1),
            "--target-time",
            chain.between().toString().replace("T", " ").replace("Z", "+00:00"),
            "--target-action",
            "promote");
    assertThat(lab.eventsOf(toTime)).isEqualTo(chain.eventsBetween());
    Path immediate =
        lab.restoreWithBarman(
            chain.ids().get(2), "--target-immediate", "--target-action", "promote");
    assertThat(lab.eventsOf(immediate)).isEqualTo(chain.eventsBetween() + 1);
  }

  /** What of a chain is left stays whole when the other links of its files go. */
  private void assertBarmanDeletes(LocalLab lab, List<BackupId> ids) {
    for (int i = 0; i < ids.size() - 1; i++) {
      lab.barman().run("delete", LocalLab.SERVER, ids.get(i).value()).orThrow();
      assertThat(lab.done()).containsExactlyElementsOf(ids.subList(i + 1, ids.size()));
    }
    BackupId last = ids.get(ids.size() - 1);
    Path restored = lab.restoreOurselves(last, RecoveryTarget.immediate());
    assertThat(lab.eventsOf(restored)).isEqualTo(LocalLab.events(lab.postgres()));
  }

  @ParameterizedTest
  @MethodSource("ages")
  void weListCheckVerifyRecoverKeepAndDeleteBarmans(BarmanServerCli program, int major)
      throws Exception {
    Peers.require(program);
    try (LocalLab lab = new LocalLab(directory, major, program)) {
      lab.archiveAll();
      lab.barman().run("archive-wal", LocalLab.SERVER).orThrow();
      Chain chain = chain(lab, lab::backUpWithBarman);
      assertThat(lab.ours().catalog().list().unreadable()).isEmpty();
      assertThat(lab.done()).containsExactlyElementsOf(chain.ids());
      assertWeCheckAndVerify(lab, chain.ids());
      Path toTime = lab.restoreOurselves(chain.ids().get(1), RecoveryTarget.time(chain.between()));
      assertThat(lab.eventsOf(toTime)).isEqualTo(chain.eventsBetween());
      assertBarmansKeepHolds(lab, chain.ids().get(0));
      assertWeDelete(lab, chain.ids());
    }
  }

  static Stream<Arguments> layouts() {
    return Stream.of(
        Arguments.of(BarmanServerCli.debian12(), Layout.LEGACY),
        Arguments.of(BarmanServerCli.debian13(), Layout.MODERN),
        Arguments.of(BarmanServerCli.newest(), Layout.LEGACY),
        Arguments.of(BarmanServerCli.newest(), Layout.MODERN));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void theLayoutsOfOneAgeAreGoodForBarmanOfThatAge(BarmanServerCli program, Layout layout)
      throws Exception {
    Peers.require(program);
    try (LocalLab lab = new LocalLab(directory, 15, program, layout)) {
      lab.work();
      BackupId first = lab.backUpOurselves();
      long events = lab.work();
      BackupId second = lab.backUpOurselves();
      assertLinked(lab, List.of(first, second));
      assertBarmanShows(lab, List.of(first, second));
      assertThat(lab.barman().run("check", LocalLab.SERVER).orThrow().stdout())
          .doesNotContain("FAILED");
      lab.barman().run("delete", LocalLab.SERVER, first.value()).orThrow();
      Path restored =
          lab.restoreWithBarman(second, "--target-immediate", "--target-action", "promote");
      assertThat(lab.eventsOf(restored)).isEqualTo(events);
      BackupId theirs = lab.backUpWithBarman();
      assertLinked(lab, List.of(second, theirs));
      Path ours = lab.restoreOurselves(theirs, RecoveryTarget.immediate());
      assertThat(lab.eventsOf(ours)).isEqualTo(events);
    }
  }

  private static void assertWeCheckAndVerify(LocalLab lab, List<BackupId> ids) {
    CheckOptions options =
        CheckOptions.builder()
            .dataSource(lab.postgres().dataSource())
            .dataDirectory(lab.postgres().dataDirectory())
            .build();
    CheckReport report = lab.ours().check().check(options);
    assertThat(report.isFitForBackup()).as(report.describe()).isTrue();
    for (BackupId id : ids) {
      assertThat(lab.ours().verify().verify(id, VerifyOptions.defaults()).isSound())
          .as("backup " + id)
          .isTrue();
    }
  }

  private static void assertBarmansKeepHolds(LocalLab lab, BackupId id) {
    lab.barman().run("keep", "--target", "standalone", LocalLab.SERVER, id.value()).orThrow();
    assertThat(lab.ours().catalog().keepTarget(id)).contains(KeepTarget.STANDALONE);
    assertThatThrownBy(() -> lab.ours().retention().planDelete(BackupSelector.id(id)))
        .isInstanceOf(BackupProtectedException.class);
    lab.barman().run("keep", "--release", LocalLab.SERVER, id.value()).orThrow();
  }

  private static void assertWeDelete(LocalLab lab, List<BackupId> ids) {
    LocalRetention retention = lab.ours().retention();
    IntStream.range(0, ids.size() - 1)
        .forEach(
            i -> {
              retention.delete(BackupSelector.id(ids.get(i)));
            });
    BackupId last = ids.get(ids.size() - 1);
    String list =
        lab.barman().run("-f", "json", "list-backups", LocalLab.SERVER).orThrow().stdout();
    assertThat(list).contains(last.value());
    ids.subList(0, ids.size() - 1).forEach(id -> assertThat(list).doesNotContain(id.value()));
    assertThat(lab.ours().catalog().get(BackupSelector.id(last)).status())
        .isEqualTo(BackupStatus.DONE);
    Path restored = lab.restoreWithBarman(last, "--target-immediate", "--target-action", "promote");
    assertThat(lab.eventsOf(restored)).isEqualTo(LocalLab.events(lab.postgres()));
  }
}
