/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.testing.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a {@code kill -9} of a deletion leaves, at random points. */
class KilledDeletionIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long SEED = 20260301;
  private static final int POINTS = 20;
  private static final int FILES = 1200;
  private static final int FIRST_WAL = 0x0E;
  private static final int LAST_WAL = 0x33;
  private static final Pattern TOOK = Pattern.compile("took (\\d+)");
  private static final String A = "20260301T100000";
  private static final String B = "20260302T100000";
  private static final String C = "20260303T100000";

  private static long millis;
  private static int runs;
  private static int interrupted;

  @TempDir Path directory;

  static Stream<Arguments> points() {
    Random random = new Random(SEED);
    return IntStream.range(0, POINTS)
        .mapToObj(
            i -> Arguments.of(Layout.values()[i % Layout.values().length], random.nextDouble()));
  }

  private SyntheticServer server(Path home, Layout layout) throws IOException {
    SyntheticServer server = new SyntheticServer(home, layout).withFiles(FILES);
    server.backup(A, "1/10", "1/11");
    server.backup(B, "1/20", "1/21");
    server.backup(C, "1/30", "1/31");
    server.wal(1, FIRST_WAL, LAST_WAL);
    return server;
  }

  @Test
  void endsIfItIsNotKilled() throws Exception {
    SyntheticServer server = server(directory.resolve("measured"), Layout.UNIVERSAL);
    measure(server);
    assertThat(server.backups()).containsExactly(B, C);
  }

  private void measure(SyntheticServer server) {
    try (ChildProcess child = start(server.home(), Layout.UNIVERSAL)) {
      child.awaitExit(PATIENCE);
      Matcher took = TOOK.matcher(child.log());
      assertThat(took.find()).as(child::log).isTrue();
      millis = Long.parseLong(took.group(1));
    }
  }

  @ParameterizedTest
  @MethodSource("points")
  void leavesTheBackupWholeOrSayingThatItFailed(Layout layout, double point) throws Exception {
    if (millis == 0) {
      measure(server(directory.resolve("measured"), Layout.UNIVERSAL));
    }
    SyntheticServer server = server(directory.resolve("home"), layout);
    Map<String, String> a = server.fingerprint(A);
    Map<String, String> b = server.fingerprint(B);
    Map<String, String> c = server.fingerprint(C);
    killAt(server.home(), layout, (long) (millis * point));

    Optional<BackupInfo> left = server.context().metadata().find(BackupId.of(A));
    if (left.map(BackupInfo::status).filter(BackupStatus.DONE::equals).isPresent()) {
      assertThat(server.fingerprint(A)).isEqualTo(a);
    } else {
      left.ifPresent(info -> assertThat(info.status()).isEqualTo(BackupStatus.FAILED));
      interrupted += left.isPresent() ? 1 : 0;
    }
    assertOthers(server, b, c);
    finish(server, left);
    assertOthers(server, b, c);
    runs++;
  }

  @AfterAll
  static void someKillsCameInTheMiddle() {
    assertThat(interrupted).isGreaterThanOrEqualTo(runs == POINTS ? 3 : 0);
  }

  private static void assertOthers(
      SyntheticServer server, Map<String, String> b, Map<String, String> c) throws IOException {
    assertThat(server.backups()).contains(B, C);
    assertThat(server.info(B).status()).isEqualTo(BackupStatus.DONE);
    assertThat(server.info(C).status()).isEqualTo(BackupStatus.DONE);
    assertThat(server.fingerprint(B)).isEqualTo(b);
    assertThat(server.fingerprint(C)).isEqualTo(c);
  }

  /** A whole backup goes by a policy as one does whose deletion was begun. */
  private static void finish(SyntheticServer server, Optional<BackupInfo> left) throws IOException {
    LocalRetentionPlan plan = server.retention().plan(RetentionPolicy.redundancy(2));
    LocalRetentionResult result = server.retention().apply(plan);

    assertThat(result.isComplete()).isTrue();
    assertThat(plan.deletedBackups())
        .isEqualTo(left.map(BackupInfo::id).map(List::of).orElse(List.of()));
    assertThat(server.backups()).containsExactly(B, C);
    assertThat(server.archived()).hasSize(LAST_WAL - 0x20 + 1).isEqualTo(server.catalogued());
    try (Stream<Path> paths = Files.walk(server.context().directory().root())) {
      assertThat(paths.filter(path -> path.toString().contains(A)).toList())
          .as("nothing is left but what had no metadata any more")
          .isEmpty();
    }
  }

  private void killAt(Path home, Layout layout, long delay) throws Exception {
    try (ChildProcess child = start(home, layout)) {
      await()
          .pollInterval(Duration.ofMillis(2))
          .atMost(PATIENCE)
          .until(() -> child.log().contains("begin"));
      Thread.sleep(delay);
      child.kill();
    }
  }

  private ChildProcess start(Path home, Layout layout) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledDeletion.class.getName(),
            home.toString(),
            layout.name(),
            A);
    return ChildProcess.start(command, Map.of(), directory.resolve("log-" + home.getFileName()));
  }
}
