/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static io.github.barman4j.storage.fs.local.BackedUpCluster.into;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreResult;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore over an earlier one writes what differs, deletes what is too much, and no more. */
class DeltaRestoreIT {

  private static final int MAJOR = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Written by every restore, whatever the target holds. */
  private static final Set<String> ALWAYS =
      Set.of(
          "postgresql.conf",
          "postgresql.auto.conf",
          "postgresql.conf.origin",
          "postgresql.auto.conf.origin",
          ".barman-recover.info",
          "recovery.signal",
          "global/pg_control");

  private static BackedUpCluster cluster;

  private RestorePlan plan;
  private Path target;

  @BeforeAll
  static void backUp() throws Exception {
    cluster = new BackedUpCluster(MAJOR, "");
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @BeforeEach
  void restore() {
    target = cluster.newTarget();
    plan = cluster.restore().plan(RecoveryTarget.latest());
    cluster.restore().execute(plan, into(target).build());
  }

  private RestoreOptions options() {
    return into(target).build();
  }

  private RestoreResult restoreAgain() {
    return cluster.restore().executeDelta(plan, options());
  }

  private Map<String, Long> inodes() throws IOException {
    Map<String, Long> inodes = new HashMap<>();
    for (Path root : List.of(target, target.resolveSibling("ts1"), target.resolveSibling("ts2"))) {
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            Object inode = Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
            inodes.put(root.relativize(path).toString(), (Long) inode);
          }
        }
      }
    }
    inodes.keySet().removeIf(name -> ALWAYS.contains(name) || name.startsWith("pg_wal/"));
    return inodes;
  }

  private static Set<String> replaced(Map<String, Long> before, Map<String, Long> after) {
    return after.keySet().stream()
        .filter(name -> !after.get(name).equals(before.get(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Changes every hundredth file, by turns in ways that size, time or only the content tells. */
  private List<Path> changeOneInAHundred() throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(target.resolve("base"))) {
      all =
          paths
              .filter(path -> path.toFile().length() > 0 && Files.isRegularFile(path))
              .sorted()
              .toList();
    }
    List<Path> changed = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 100) {
      change(all.get(i), i / 100 % 3);
      changed.add(all.get(i));
    }
    return changed;
  }

  private static void change(Path file, int how) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
    if (how == 0) {
      Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
    } else if (how == 1) {
      // The same second: what Barman takes for unchanged if it is old enough.
      Instant same = time.toInstant();
      Files.setLastModifiedTime(
          file, FileTime.from(same.plusNanos(same.getNano() > 500_000_000 ? -1 : 1)));
    }
  }

  @Test
  void onlyWhatDiffersIsWritten() throws IOException {
    Map<String, Long> before = inodes();
    List<Path> changed = changeOneInAHundred();
    long bytes = changed.stream().mapToLong(this::sizeInBackup).sum();
    DeltaPlan dry = cluster.restore().planDelta(plan, options());
    assertThat(dry.written()).containsAll(changed).hasSizeLessThanOrEqualTo(changed.size() + 3);
    assertThat(inodes()).isEqualTo(before);
    RestoreResult result = restoreAgain();
    assertThat(replaced(before, inodes()))
        .containsExactlyInAnyOrderElementsOf(
            changed.stream().map(path -> target.relativize(path).toString()).toList());
    assertThat(result.files()).isEqualTo(dry.written().size());
    assertThat(result.bytes()).isEqualTo(dry.bytesWritten());
    long always = result.bytes() - bytes;
    assertThat(always).isBetween(0L, 100_000L);
    expectRows();
  }

  private long sizeInBackup(Path file) {
    Path data = cluster.context().directory().data(plan.backup().id());
    return data.resolve(target.relativize(file)).toFile().length();
  }

  private void expectRows() {
    try (PostgresServer restored = BackedUpCluster.start(MAJOR, target)) {
      assertThat(restored.queryLong("SELECT count(*) FROM t")).isEqualTo(3150);
      assertThat(restored.queryLong("SELECT count(*) FROM one")).isEqualTo(20000);
    }
  }

  @Test
  void aClusterThatRanIsTheBackupAgain() {
    try (PostgresServer restored = BackedUpCluster.start(MAJOR, target)) {
      restored.execute("DROP TABLE one", "CREATE TABLE more AS SELECT 1", "TRUNCATE t");
      restored.stop();
    }
    restoreAgain();
    expectRows();
  }

  @Test
  void strangersGoAndNothingOutsideIsTouched() throws IOException {
    Path outside = Files.createDirectories(target.resolveSibling("outside"));
    Path kept = Files.writeString(outside.resolve("kept"), "kept");
    Path neighbour = Files.writeString(target.resolveSibling("neighbour"), "kept");
    Files.createSymbolicLink(target.resolve("base/link"), outside);
    Files.createDirectories(target.resolve("stray/deep"));
    Files.writeString(target.resolve("stray/deep/file"), "stray");
    Files.writeString(target.resolveSibling("ts1").resolve("stray"), "stray");
    Path version = target.resolve("PG_VERSION");
    Files.delete(version);
    Files.createSymbolicLink(version, kept);
    Path wal = target.resolve("pg_wal");
    DurableFiles.deleteTree(wal);
    Files.createSymbolicLink(wal, outside);

    RestoreResult result = restoreAgain();

    assertThat(outside).isDirectoryContaining(path -> path.equals(kept));
    assertThat(Files.list(outside)).containsExactly(kept);
    assertThat(kept).hasContent("kept");
    assertThat(neighbour).hasContent("kept");
    assertThat(target.resolve("stray")).doesNotExist();
    assertThat(target.resolve("base/link")).doesNotExist();
    assertThat(target.resolveSibling("ts1").resolve("stray")).doesNotExist();
    assertThat(Files.isSymbolicLink(wal)).isFalse();
    assertThat(result.warnings()).anyMatch(line -> line.contains(wal + " was a symbolic link"));
    expectRows();
  }

  @Test
  void aFileThatIsLinkedIntoABackupIsReplaced() throws IOException {
    Path stored = cluster.context().directory().data(plan.backup().id()).resolve("base/1/1259");
    Path linked = target.resolve("base/1/1259");
    Files.delete(linked);
    Files.createLink(linked, stored);
    restoreAgain();
    assertThat(Files.isSameFile(linked, stored)).isFalse();
  }

  @Test
  void aDirectoryThatIsNoClusterIsNotEmptied() throws IOException {
    Path home = Files.createDirectories(target.resolveSibling("somebody"));
    Path letter = Files.writeString(home.resolve("letter"), "dear");
    assertThatThrownBy(() -> cluster.restore().executeDelta(plan, into(home).build()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("is no data directory");
    RestoreOptions wrong = into(target).relocateTablespace("ts1", home).build();
    assertThatThrownBy(() -> cluster.restore().executeDelta(plan, wrong))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("is no tablespace");
    assertThat(letter).hasContent("dear");
    assertThat(target.resolve("global/pg_control")).exists();
  }

  @Test
  void theDirectoryOfAnotherVersionsClusterInATablespaceStays() throws IOException {
    Path other = Files.createDirectories(target.resolveSibling("ts1").resolve("PG_99_1"));
    assertThatThrownBy(this::restoreAgain)
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining(other + " is of another cluster");
    assertThat(other).exists();
    assertThat(target.resolve("global/pg_control")).exists();
  }

  @Test
  void aBackupWhoseDeletionHasBegunIsNotRestored() throws IOException {
    Metadata metadata = cluster.context().metadata();
    BackupInfo before = metadata.find(plan.backup().id()).orElseThrow();
    metadata.save(DeletionMark.on(before));
    try {
      assertThatThrownBy(this::restoreAgain).hasMessageContaining(before.id().value());
      assertThatThrownBy(() -> cluster.restore().execute(plan, into(cluster.newTarget()).build()))
          .hasMessageContaining(before.id().value());
    } finally {
      metadata.save(before);
    }
  }

  @Test
  void aRunningServerIsNotOverwritten() {
    try (PostgresServer restored = BackedUpCluster.start(MAJOR, target)) {
      assertThatThrownBy(this::restoreAgain)
          .isInstanceOf(RestoreFailedException.class)
          .hasMessageContaining("A server runs in it");
      assertThat(restored.queryLong("SELECT count(*) FROM one")).isEqualTo(20000);
    }
  }

  @Test
  void anotherClusterIsNotOverwritten() throws IOException {
    Path other = target.resolveSibling("other");
    try (PostgresServer server = PostgresServer.builder(MAJOR).dataDirectory(other).start()) {
      server.stop();
    }
    assertThatThrownBy(() -> cluster.restore().executeDelta(plan, into(other).build()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("holds another cluster");
    assertThat(other.resolve("global/pg_control")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"progress", "syncing", "staging"})
  void aKilledOneIsRefusedAndAnotherCompletesIt(String moment) throws IOException {
    changeOneInAHundred();
    Files.writeString(target.resolve("stray"), "stray");
    Path reached = target.resolveSibling("reached");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledDeltaRestore.class.getName(),
            cluster.home.toString(),
            target.toString(),
            moment,
            reached.toString());
    try (ChildProcess child =
        ChildProcess.start(command, Map.of(), target.resolveSibling("child.log"))) {
      Await.until(moment, PATIENCE, () -> Files.exists(reached) || !child.isAlive(), child::log);
      assertThat(child.isAlive()).as(child.log()).isTrue();
      child.kill();
    }
    assertThat(target.resolve("global/pg_control")).doesNotExist();
    PostgresServer.ownedByServer(target);
    try (PostgresServer refused =
        PostgresServer.builder(MAJOR).dataDirectory(target).noArchiving().launch()) {
      assertThat(refused.awaitExit(PATIENCE)).isNotZero();
    }
    restoreAgain();
    assertThat(target.resolve("stray")).doesNotExist();
    expectRows();
  }
}
