/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.kills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.BarmanException;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.testing.faults.FaultCluster;
import io.github.barman4j.testing.faults.TreeDigest;
import io.github.barman4j.testing.kills.JobProcess.Ended;
import io.github.barman4j.testing.kills.JobProcess.Size;
import io.github.barman4j.testing.kills.KilledJob.Verb;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backups, restores, deletions and archiving that are killed at random points, before, within and
 * after calls of the store and between them, and what must hold after each. A back end extends it.
 *
 * <p>{@code -Dbarman4j.kills=200} sets how often each job is killed, {@code
 * -Dbarman4j.kills.seed=N} where; a failure names job, run and point.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class KillCampaign {

  private static final Logger LOG = LoggerFactory.getLogger(KillCampaign.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int SHORT = 6;
  private static final int BACKUPS = 3;
  private static final int SEGMENTS = 6;
  private static final Duration LATER = Duration.ofDays(3);

  private final int kills = Integer.getInteger("barman4j.kills", SHORT);
  private final Random random = new Random(Long.getLong("barman4j.kills.seed", 1));
  private final Path directory = FileTrees.createTemporary("kills");
  private final FaultCluster cluster = new FaultCluster();
  private KillableStore store;
  private JobProcess process;
  private List<Path> wal;

  /** Starts a store, once for all runs. */
  protected abstract KillableStore startStore();

  @BeforeAll
  void prepare() throws IOException {
    store = startStore();
    process = new JobProcess(store, directory);
    try (KilledArchive template = new KilledArchive(store, "template")) {
      for (int i = 0; i < BACKUPS; i++) {
        backUp(template.server());
        write();
      }
      wal = cluster.completedWal();
      wal.forEach(template.server().wal()::archive);
      assertThat(template.recoverable()).isEqualTo(BACKUPS);
    }
  }

  @AfterAll
  void stop() {
    cluster.close();
    store.close();
    FileTrees.delete(directory);
  }

  @Test
  void noBackupSaysItIsDoneThatIsNot() throws IOException {
    String[] words = {cluster.server().jdbcUrl(), cluster.server().dataDirectory().toString()};
    Size size = process.measure("measured", Verb.BACKUP, words);
    try (KilledArchive archive = new KilledArchive(store, "backups")) {
      campaign(
          Verb.BACKUP,
          size,
          point -> {
            Ended ended = process.run("backups", point, Verb.BACKUP, words);
            Await.until("out of backup mode", PATIENCE, () -> sessions() == 0, ended::log);
            archive.newBackupsAreWhole();
            return ended;
          });
      assertThat(backUp(archive.server()).status()).isEqualTo(BackupStatus.DONE);
      archive.newBackupsAreWhole();
      nothingIsLeftInTheEnd(archive);
    }
  }

  /** What the dead have left goes when nothing can run any more, and nothing else does. */
  private void nothingIsLeftInTheEnd(KilledArchive archive) {
    BackupInfo newest = archive.done().get(archive.done().size() - 1);
    BarmanServer later = archive.laterServer(LATER);
    assertThat(
            later
                .retention()
                .apply(later.retention().plan(RetentionPolicy.redundancy(1)))
                .isComplete())
        .isTrue();
    assertThat(later.tidy().apply(later.tidy().plan()).failed()).isEmpty();
    assertThat(later.tidy().plan().items()).isEmpty();
    assertThat(store.leftovers("backups")).isEmpty();
    assertThat(archive.objects())
        .filteredOn(object -> !object.contains("/base/" + newest.id() + "/"))
        .as("only the newest backup, and the note of the owner")
        .allMatch(object -> object.contains("/barman4j/") && !object.contains("/running/"));
  }

  @Test
  void noDirectoryLooksLikeAClusterThatIsNotWholeAndTheArchiveStaysAsItIs() throws IOException {
    Size size = process.measure("template", Verb.RESTORE, directory.resolve("whole").toString());
    TreeDigest whole = new TreeDigest(directory.resolve("whole"));
    Path neighbour = Files.writeString(directory.resolve("neighbour"), "not ours");
    try (KilledArchive archive = new KilledArchive(store, "template")) {
      Set<String> objects = archive.objects();
      campaign(
          Verb.RESTORE,
          size,
          point -> {
            Path target = directory.resolve("restored");
            Ended ended = process.run("template", point, Verb.RESTORE, target.toString());
            checkRestored(archive.server(), target, whole);
            assertThat(neighbour).hasContent("not ours");
            assertThat(archive.objects()).isEqualTo(objects);
            FileTrees.delete(target);
            return ended;
          });
    }
  }

  private static void checkRestored(BarmanServer server, Path target, TreeDigest whole)
      throws IOException {
    if (Files.exists(target.resolve("global/pg_control"))) {
      assertThat(new TreeDigest(target).difference(whole)).isEmpty();
    } else if (Files.exists(target) && !KilledJob.files(target).isEmpty()) {
      TreeDigest before = new TreeDigest(target);
      assertThatThrownBy(() -> KilledJob.restore(server, target))
          .isInstanceOf(BarmanException.class);
      assertThat(new TreeDigest(target).difference(before)).isEmpty();
    }
  }

  @Test
  void whatRetentionPromisesStaysRecoverableWhateverWasDeletedBefore() throws IOException {
    try (KilledArchive template = new KilledArchive(store, "template")) {
      fill("deleting", template);
      Size size = process.measure("deleting", Verb.RETENTION, "REDUNDANCY 1");
      campaign(
          Verb.RETENTION,
          size,
          point -> {
            fill("deleting", template);
            Verb verb = random.nextBoolean() ? Verb.RETENTION : Verb.DELETE_LATEST;
            Ended ended = delete(point, verb);
            checkDeletion(verb, ended);
            return ended;
          });
    }
  }

  private Ended delete(KillPoint point, Verb verb) {
    return verb == Verb.RETENTION
        ? process.run("deleting", point, verb, "REDUNDANCY 1")
        : process.run("deleting", point, verb);
  }

  /** Nothing is lost by the kill, nor by the retention policy that runs the next night. */
  private void checkDeletion(Verb verb, Ended ended) throws IOException {
    try (KilledArchive archive = new KilledArchive(store, "deleting")) {
      int least = verb == Verb.RETENTION ? 1 : BACKUPS - 1;
      assertThat(archive.recoverable()).as(ended.log()).isGreaterThanOrEqualTo(least);
      BarmanServer server = archive.server();
      RetentionPolicy one = RetentionPolicy.redundancy(1);
      assertThat(server.retention().apply(server.retention().plan(one)).isComplete()).isTrue();
      assertThat(archive.recoverable()).as(ended.log()).isEqualTo(1);
      assertThat(server.retention().plan(one).isEmpty()).isTrue();
    }
  }

  private void fill(String place, KilledArchive template) throws IOException {
    try (KilledArchive archive = new KilledArchive(store, place)) {
      archive.clear();
      template.copyTo(archive);
    }
  }

  @Test
  void whatWasToldToBeArchivedIsThereAndNothingElseIs() throws IOException {
    Path sources = Files.createDirectory(directory.resolve("wal"));
    for (Path file : wal.subList(0, Math.min(SEGMENTS, wal.size()))) {
      Files.copy(file, sources.resolve(file.getFileName()));
    }
    Size size = process.measure("measured-wal", Verb.ARCHIVE, sources.toString());
    try (KilledArchive archive = new KilledArchive(store, "archiving")) {
      campaign(
          Verb.ARCHIVE,
          size,
          point -> {
            archive.clear();
            Ended ended = process.run("archiving", point, Verb.ARCHIVE, sources.toString());
            checkArchived(archive.server(), sources, ended);
            KilledJob.files(sources).forEach(archive.server().wal()::archive);
            checkArchived(archive.server(), sources, ended);
            return ended;
          });
    }
  }

  private static void checkArchived(BarmanServer server, Path sources, Ended ended)
      throws IOException {
    for (Path source : KilledJob.files(sources)) {
      String name = source.getFileName().toString();
      try (InputStream stored = server.wal().open(WalFileName.parse(name)).orElse(null)) {
        if (stored == null) {
          assertThat(ended.log()).doesNotContain("archived " + name);
        } else {
          assertThat(stored.readAllBytes()).as(name).isEqualTo(Files.readAllBytes(source));
        }
      }
    }
  }

  private void campaign(Verb verb, Size size, Run run) throws IOException {
    int died = 0;
    int runs = 0;
    while (died < kills) {
      assertThat(runs++).as("runs, of which %s were killed in time", died).isLessThan(5 * kills);
      KillPoint point = KillPoint.random(random, size.calls(), size.millis());
      try {
        died += run.to(point).killed() ? 1 : 0;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(verb + ", run " + runs + ", " + point + ": " + e.getMessage(), e);
      }
    }
    LOG.info("{}: {} runs, {} killed before they were done, {}", verb, runs, died, size);
  }

  /** One run of a job. */
  @FunctionalInterface
  private interface Run {
    Ended to(KillPoint point) throws IOException;
  }

  private BackupInfo backUp(BarmanServer server) {
    PostgresServer postgres = cluster.server();
    return server.backup(
        BackupSource.dataDirectory(postgres.dataSource(), postgres.dataDirectory()),
        KilledJob.backupOptions());
  }

  private void write() {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      statements.add("INSERT INTO t SELECT generate_series(1, 20000)");
      statements.add("SELECT pg_switch_wal()");
    }
    cluster.server().execute(statements.toArray(String[]::new));
  }

  private long sessions() {
    return cluster
        .server()
        .queryLong(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
  }
}
