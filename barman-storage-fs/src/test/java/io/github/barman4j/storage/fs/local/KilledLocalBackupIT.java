/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@code kill -9} of a backup leaves, at twenty random moments. */
class KilledLocalBackupIT {

  private static final Logger LOG = LoggerFactory.getLogger(KilledLocalBackupIT.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int KILLS = 20;
  private static final int LONGEST_MILLIS = 4000;

  @TempDir Path directory;
  private LocalSite site;
  private final Map<BackupId, Map<String, String>> complete = new HashMap<>();
  private final Set<BackupId> dead = new HashSet<>();

  @Test
  void leavesEarlierBackupsAloneAndTheNextOneWorks() throws Exception {
    long seed = Long.getLong("barman4j.seed", System.nanoTime());
    LOG.info("Seed {}", seed);
    Random random = new Random(seed);
    site = new LocalSite(directory.resolve("home"));
    try (PostgresServer server = PostgresServer.builder(17).archiveInto(site.incoming()).start()) {
      server.execute(
          "CREATE TABLE t AS SELECT g, repeat(md5(g::text), 30) FROM generate_series(1,20000) g");
      site.backUp(server, LocalSite.linking().build());
      for (int i = 0; i < KILLS; i++) {
        killAfter(random.nextInt(LONGEST_MILLIS), server, i);
        await().atMost(PATIENCE).until(() -> sessions(server) == 0);
        assertStates(seed);
      }
      assertThat(complete).isNotEmpty();
      assertThat(dead).isNotEmpty();
      BackupInfo next = site.backUp(server, LocalSite.linking().strictReuse().build());
      assertThat(next.status()).isEqualTo(BackupStatus.DONE);
      try (PostgresServer restored = site.restore(next, directory.resolve("restored"))) {
        assertThat(restored.queryLong("SELECT count(*) FROM t")).isEqualTo(20_000);
      }
      LOG.info("{} backups complete, {} dead", complete.size(), dead.size());
    }
  }

  private static long sessions(PostgresServer server) {
    return server.queryLong(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
  }

  /** Looks at all backups: dead ones say so, and complete ones are as when they were first seen. */
  private void assertStates(long seed) throws Exception {
    for (BackupId id : site.context().metadata().list()) {
      BackupInfo info = site.context().metadata().find(id).orElseThrow();
      if (info.status() == BackupStatus.WAITING_FOR_WALS) {
        site.wal().archiveIncoming(new CancellationToken());
        info = new Promotion(site.context(), site.wal()).check(id);
      }
      if (info.status() == BackupStatus.DONE) {
        Map<String, String> now = site.fingerprint(id);
        now.keySet().removeIf(path -> path.endsWith("/" + id));
        assertThat(complete.getOrDefault(id, now)).as("seed %s", seed).isEqualTo(now);
        complete.put(id, now);
      } else {
        assertThat(info.status()).isIn(BackupStatus.EMPTY, BackupStatus.STARTED);
        dead.add(id);
      }
    }
    ReferenceBackup.last(site.context())
        .ifPresent(reference -> assertThat(dead).doesNotContain(reference.id()));
  }

  private void killAfter(int millis, PostgresServer server, int number) throws Exception {
    Path begun = directory.resolve("begun-" + number);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledLocalBackup.class.getName(),
            directory.resolve("home").toString(),
            server.jdbcUrl(),
            server.dataDirectory().toString(),
            begun.toString());
    try (ChildProcess child =
        ChildProcess.start(command, Map.of(), directory.resolve("log-" + number))) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(child.isAlive()).as(child::log).isTrue();
                return Files.exists(begun);
              });
      Thread.sleep(millis);
      assertThat(child.isAlive()).as(child::log).isTrue();
      child.kill();
    }
  }
}
