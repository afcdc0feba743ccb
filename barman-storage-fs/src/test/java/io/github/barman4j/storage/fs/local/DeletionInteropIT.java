/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same deletion by Barman and by ours, on two directories that are the same. */
class DeletionInteropIT {

  private static final String A = "20260301T100000";
  private static final String B = "20260302T100000";
  private static final String C = "20260303T100000";
  private static final List<String> BACKUPS = List.of(A, B, C);

  @TempDir Path directory;

  /** How the directory is before. */
  private enum Situation {
    THREE {
      @Override
      void make(SyntheticServer server) throws IOException {
        server.backup(A, "1/10", "1/11");
        server.backup(B, "1/20", "1/21");
        server.backup(C, "1/30", "1/31");
      }
    },
    STANDALONE_FIRST {
      @Override
      void make(SyntheticServer server) throws IOException {
        THREE.make(server);
        server.keep(A, "standalone");
      }
    },
    FULL_LAST {
      @Override
      void make(SyntheticServer server) throws IOException {
        THREE.make(server);
        server.keep(C, "full");
      }
    },
    FAILED_SECOND {
      @Override
      void make(SyntheticServer server) throws IOException {
        server.backup(A, "1/10", "1/11");
        server.backup(B, "1/20", "1/21", BackupStatus.FAILED);
        server.backup(C, "1/30", "1/31");
      }
    },
    CRASHED_FIRST {
      @Override
      void make(SyntheticServer server) throws IOException {
        server.backup(A, "1/0F", "1/0F", BackupStatus.STARTED);
        server.backup(B, "1/10", "1/11");
        server.backup(C, "2/30", "2/31");
      }
    },
    SECOND_ON_TIMELINE_2 {
      @Override
      void make(SyntheticServer server) throws IOException {
        server.backup(A, "1/10", "1/11");
        server.backup(B, "2/20", "2/21");
        server.backup(C, "2/30", "2/31");
      }
    };

    abstract void make(SyntheticServer server) throws IOException;
  }

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Situation situation : Situation.values()) {
      // Barman lets WAL go with a backup that never was one.
      List<String> deleted = situation == Situation.CRASHED_FIRST ? List.of(B, C) : BACKUPS;
      for (String id : deleted) {
        cases.add(Arguments.of(BarmanServerCli.debian12(), Layout.UNIVERSAL, situation, id));
        cases.add(Arguments.of(BarmanServerCli.newest(), Layout.MODERN, situation, id));
      }
    }
    cases.add(Arguments.of(BarmanServerCli.debian12(), Layout.LEGACY, Situation.THREE, A));
    cases.add(Arguments.of(BarmanServerCli.debian13(), Layout.MODERN, Situation.THREE, B));
    cases.add(Arguments.of(BarmanServerCli.debian13(), Layout.UNIVERSAL, Situation.THREE, A));
    cases.add(Arguments.of(BarmanServerCli.newest(), Layout.UNIVERSAL, Situation.THREE, A));
    return cases.stream();
  }

  private static SyntheticServer make(Path home, Layout layout, Situation situation)
      throws IOException {
    SyntheticServer server = new SyntheticServer(home, layout);
    for (Path path : server.context().directory().required()) {
      Files.createDirectories(path);
    }
    Files.createDirectories(server.context().directory().meta());
    situation.make(server);
    server.wal(1, 0x0E, situation == Situation.SECOND_ON_TIMELINE_2 ? 0x18 : 0x33);
    server.wal(2, 0x18, 0x33);
    server.wal(
        Stream.of(
            new WalFileName.History(TimelineId.of(2)),
            new WalFileName.BackupHistory(SyntheticServer.segment("1/0F"), 40),
            new WalFileName.BackupHistory(SyntheticServer.segment("1/10"), 40)));
    return server;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leavesWhatBarmansLeaves(
      BarmanServerCli program, Layout layout, Situation situation, String id) throws Exception {
    SyntheticServer theirs = make(directory.resolve("theirs"), layout, situation);
    SyntheticServer ours = make(directory.resolve("ours"), layout, situation);
    BarmanServerCli barman = Peers.require(program).on(theirs.home(), "main");

    CommandResult result = barman.run("delete", "main", id);
    boolean refused = !theirs.context().metadata().find(BackupId.of(id)).isEmpty();
    if (refused) {
      assertThat(result.stdout() + result.stderr()).contains("keep");
    }
    boolean weRefuse = false;
    try {
      ours.retention().delete(BackupSelector.id(BackupId.of(id)));
    } catch (BackupProtectedException e) {
      weRefuse = true;
    }

    assertThat(weRefuse).isEqualTo(refused);
    assertThat(ours.backups()).isEqualTo(theirs.backups());
    assertThat(names(ours)).isEqualTo(names(theirs));
    assertThat(ours.catalogued()).isEqualTo(theirs.catalogued());
    for (String backup : ours.backups()) {
      assertThat(comparable(ours.info(backup), program))
          .isEqualTo(comparable(theirs.info(backup), program));
    }
    String listed = barman.on(ours.home(), "main").run("list-backups", "main").orThrow().stdout();
    assertThat(withoutSizes(listed))
        .isEqualTo(withoutSizes(barman.run("list-backups", "main").orThrow().stdout()));
  }

  /** Old Barman leaves the sizes of the next backup as they were; the newest has them as ours. */
  private static BackupInfo comparable(BackupInfo info, BarmanServerCli program) {
    return program.toString().contains("newest")
        ? info
        : info.toBuilder()
            .set(BackupField.SIZE, null)
            .set(BackupField.DEDUPLICATED_SIZE, null)
            .build();
  }

  private static String withoutSizes(String listing) {
    return listing.replaceAll(" - Size: [0-9.]+ [KMG]?i?B", "");
  }

  /** Lists all files but metadata in the place where the newest Barman repeats it. */
  private static List<String> names(SyntheticServer server) throws IOException {
    Path root = server.context().directory().root();
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .map(path -> root.relativize(path).toString())
          .filter(name -> !name.startsWith("meta/.") && !name.endsWith("-backup.info"))
          .sorted()
          .toList();
    }
  }

  static Stream<Arguments> interrupted() {
    return Stream.of(
        Arguments.of(BarmanServerCli.debian12(), Layout.LEGACY),
        Arguments.of(BarmanServerCli.debian12(), Layout.UNIVERSAL),
        Arguments.of(BarmanServerCli.debian13(), Layout.MODERN),
        Arguments.of(BarmanServerCli.newest(), Layout.UNIVERSAL),
        Arguments.of(BarmanServerCli.newest(), Layout.MODERN));
  }

  @ParameterizedTest
  @MethodSource("interrupted")
  void whatAnInterruptedDeletionLeftIsAFailedBackupToBarmanWhichCanDeleteIt(
      BarmanServerCli program, Layout layout) throws Exception {
    SyntheticServer server = make(directory.resolve("home"), layout, Situation.THREE);
    BarmanServerCli barman = Peers.require(program).on(server.home(), "main");
    server.context().metadata().save(DeletionMark.on(server.info(A)));
    if (layout == Layout.MODERN) {
      server.context().annotations().write(BackupId.of(A), "delete_this", "delete");
    }
    DurableFiles.deleteTree(server.context().directory().data(BackupId.of(A)).resolve("base"));

    assertThat(barman.run("list-backups", "main").orThrow().stdout())
        .containsPattern(A + " - (R - )?FAILED");
    barman.run("delete", "main", A).orThrow();

    assertThat(server.backups()).containsExactly(B, C);
  }

  @Test
  void theNewestBarmansCronEndsWhatWasInterrupted() throws Exception {
    SyntheticServer server = make(directory.resolve("home"), Layout.MODERN, Situation.THREE);
    BarmanServerCli barman =
        Peers.require(BarmanServerCli.newest())
            .on(server.home(), "main")
            .with("retention_policy", "REDUNDANCY 9");
    server.context().metadata().save(DeletionMark.on(server.info(A)));
    server.context().annotations().write(BackupId.of(A), "delete_this", "delete");

    barman.run("cron", "--keep-descriptors");
    awaitEndOfChildren(server.home().resolve("barman.log"));

    assertThat(server.backups()).containsExactly(B, C);
    assertThat(server.archived()).contains("2/33").doesNotContain("1/0E");
  }

  static Stream<Arguments> policies() {
    List<Arguments> cases = new ArrayList<>();
    for (Situation situation : Situation.values()) {
      cases.add(Arguments.of(BarmanServerCli.newest(), Layout.MODERN, situation, "REDUNDANCY 1"));
      for (String policy : List.of("REDUNDANCY 2", "RECOVERY WINDOW OF 1 DAYS")) {
        cases.add(Arguments.of(BarmanServerCli.debian12(), Layout.LEGACY, situation, policy));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aPolicyLeavesWhatBarmansCronLeaves(
      BarmanServerCli program, Layout layout, Situation situation, String policy) throws Exception {
    SyntheticServer theirs = make(directory.resolve("theirs"), layout, situation);
    SyntheticServer ours = make(directory.resolve("ours"), layout, situation);
    BarmanServerCli barman =
        Peers.require(program).on(theirs.home(), "main").with("retention_policy", policy);

    barman.run("cron", "--keep-descriptors");
    awaitEndOfChildren(theirs.home().resolve("barman.log"));
    LocalRetention retention = ours.retention();
    retention.apply(retention.plan(RetentionPolicy.parse(policy)));

    assertThat(ours.backups()).isEqualTo(theirs.backups());
    assertThat(names(ours)).isEqualTo(names(theirs));
    assertThat(ours.catalogued()).isEqualTo(theirs.catalogued());
  }

  /** Cron leaves processes behind, which write a log as long as they run. */
  private static void awaitEndOfChildren(Path log) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              long before = Files.size(log);
              Thread.sleep(Duration.ofSeconds(3).toMillis());
              return Files.size(log) == before;
            });
  }
}
