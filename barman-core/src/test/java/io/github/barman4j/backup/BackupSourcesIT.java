/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.postgres.PsqlTools;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are not laid out as most are. */
class BackupSourcesIT {

  private static final int MIB = 1 << 20;

  private final Path work = FileTrees.createTemporary("backup-sources");
  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private ObjectStore store = new MemoryObjectStore("backups");

  @AfterEach
  void close() {
    executor.shutdownNow();
    FileTrees.delete(work);
  }

  @Test
  void followsALinkedDataDirectoryAndLeavesOutALinkedPgWal() throws Exception {
    Path archive = work.resolve("archive");
    try (PostgresServer server = PostgresServer.builder(15).archiveInto(archive).start()) {
      server.execute("CREATE TABLE t AS SELECT generate_series(1, 1000) i");
      server.stop();
      Path wal = work.resolve("wal");
      FileTrees.copy(server.dataDirectory().resolve("pg_wal"), wal, path -> false);
      FileTrees.delete(server.dataDirectory().resolve("pg_wal"));
      Files.createSymbolicLink(
          server.dataDirectory().resolve("pg_wal"), PostgresServer.ownedByServer(wal));
      server.start();
      Path link = Files.createSymbolicLink(work.resolve("link"), server.dataDirectory());
      BackupInfo backup = backUp(server, link, BackupOptions.builder());
      server.stop();
      assertThat(recover(backup, 15, archive)).isEqualTo("1000");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 17})
  void aStandbyWillDo(int version) throws Exception {
    Path archive = work.resolve("archive");
    try (PostgresServer primary = PostgresServer.builder(version).archiveInto(archive).start()) {
      primary.execute("CREATE TABLE t AS SELECT generate_series(1, 1000) i");
      try (PostgresServer standby = primary.createStandby(work.resolve("standby"))) {
        primary.execute("CREATE TABLE begins_a_segment ()");
        long before = segment(primary);
        BackupInfo backup =
            backUp(
                standby,
                standby.dataDirectory(),
                BackupOptions.builder().primary(primary.dataSource()));
        assertThat(backup.backupLabel().orElseThrow().text()).contains("FROM: standby");
        assertThat(segment(primary)).isGreaterThan(before);
        primary.execute("INSERT INTO t SELECT generate_series(1, 10)");
        primary.switchWal();
        primary.stop();
        assertThat(recover(backup, version, archive)).isEqualTo("1010");
      }
    }
  }

  private static long segment(PostgresServer server) {
    return server.queryLong("SELECT (pg_current_wal_lsn() - '0/0')::bigint / 16777216");
  }

  @Test
  void addsConfigurationFilesFromOutside() throws Exception {
    Path conf = Files.createDirectories(work.resolve("data_conf"));
    Path hba =
        Files.writeString(
            conf.resolve("pg_hba.conf"), "local all all trust\nhost all all all trust\n");
    PostgresServer.ownedByServer(work);
    try (PostgresServer server =
        PostgresServer.builder(15).setting("hba_file", hba.toString()).start()) {
      BackupInfo backup = backUp(server, server.dataDirectory(), BackupOptions.builder());
      Path target = work.resolve("restored");
      new Extraction(context()).extract(backup, target);
      assertThat(target.resolve("pg_hba.conf")).hasSameTextualContentAs(hba);
      assertVerified(target);
    }
  }

  @Test
  void leavesAConnectionThatAPoolCanUseAgain() throws Exception {
    try (PostgresServer server = PostgresServer.start(15)) {
      backUp(server, server.dataDirectory(), BackupOptions.builder());
      assertThat(server.log()).doesNotContain("terminating connection", "ERROR");
    }
  }

  @Test
  void filesThatShrinkGrowAndVanishMeanwhileDoNoHarm() throws Exception {
    try (PostgresServer server = PostgresServer.start(15)) {
      Path shrinking = file(server, "shrinking", 64 * MIB);
      Path growing = file(server, "growing", 48 * MIB);
      Path vanishing = file(server, "vanishing", 32 * MIB);
      store =
          new Trigger(store, 20 * MIB)
              .then(
                  () -> {
                    truncate(shrinking, MIB);
                    Files.write(growing, new byte[MIB], StandardOpenOption.APPEND);
                    Files.delete(vanishing);
                  });
      BackupInfo backup =
          backUp(
              server,
              server.dataDirectory(),
              BackupOptions.builder().compression(Compression.NONE).workers(1));
      Path target = work.resolve("restored");
      new Extraction(context()).extract(backup, target);
      assertThat(target.resolve("shrinking")).hasSize(64 * MIB);
      assertThat(Files.readAllBytes(target.resolve("shrinking"))[63 * MIB]).isZero();
      assertThat(target.resolve("growing")).hasSize(49 * MIB);
      assertThat(target.resolve("vanishing")).doesNotExist();
      assertVerified(target);
    }
  }

  @Test
  void membersLieWhereBarmanWantsThem() throws Exception {
    try (PostgresServer server = PostgresServer.start(15)) {
      server.createTablespace("fast", work.resolve("fast"));
      BackupInfo backup =
          backUp(server, server.dataDirectory(), BackupOptions.builder().workers(2));
      Extraction extraction = new Extraction(context());
      List<PartName> parts = extraction.parts(backup.id());
      List<String> first = extraction.members(backup.id(), parts.get(0));
      assertThat(first)
          .startsWith("./")
          .contains("pg_wal/", "pg_tblspc/", "pg_wal/archive_status/");
      List<String> last =
          extraction.members(
              backup.id(),
              parts.stream().filter(PartName::isData).reduce((a, b) -> b).orElseThrow());
      assertThat(last).containsExactly("global/pg_control", "backup_manifest", "backup_label");
      List<String> all = new ArrayList<>();
      for (PartName part : parts) {
        all.addAll(extraction.members(backup.id(), part));
      }
      assertThat(all).noneMatch(name -> name.matches("pg_tblspc/.+|postmaster.*|pg_wal/0.*"));
      assertThat(all).contains("PG_15_202209061/").doesNotHaveDuplicates();
      assertCounted(backup, parts);
    }
  }

  /** So that it is seen when the last part of a series is lost. */
  private static void assertCounted(BackupInfo backup, List<PartName> parts) {
    Map<?, ?> figures = (Map<?, ?>) backup.find(BackupField.COPY_STATS).orElseThrow();
    Map<String, Long> counted =
        parts.stream().collect(Collectors.groupingBy(PartName::base, Collectors.counting()));
    assertThat(figures.get(PartName.COUNTS)).isEqualTo(counted);
    assertThat(counted).hasSize(2);
  }

  @Test
  void thePlanSaysWhatTheBackupWillHold() {
    try (PostgresServer server = PostgresServer.start(18)) {
      BackupPlan plan =
          new BaseBackup(context())
              .plan(
                  BackupSource.dataDirectory(server.dataSource(), server.dataDirectory()),
                  BackupOptions.defaults());
      assertThat(plan.files()).isGreaterThan(500);
      assertThat(plan.bytes()).isGreaterThan(10 * MIB);
      assertThat(plan.excluded()).contains("postmaster.pid", "pg_wal/*", "global/pg_control");
      assertThat(plan.toString()).contains("PostgreSQL 18", "left out postmaster.pid");
    }
  }

  private ServerContext context() {
    return new ServerContext(store, "main", executor, Clock.systemDefaultZone());
  }

  private BackupInfo backUp(PostgresServer server, Path pgData, BackupOptions.Builder options) {
    return new BaseBackup(context())
        .run(
            BackupSource.dataDirectory(server.dataSource(), pgData),
            options.fastCheckpoint().build());
  }

  private String recover(BackupInfo backup, int version, Path archive) throws Exception {
    Path target = work.resolve("restored");
    new Extraction(context()).extract(backup, target);
    PostgresServer.ownedByServer(target);
    try (PostgresServer restored =
        PostgresServer.builder(version)
            .dataDirectory(target)
            .noArchiving()
            .recoverWith("cp '" + archive + "/%f' %p")
            .start()) {
      restored.awaitPromotion(Duration.ofMinutes(1));
      return restored.queryString("SELECT count(*) FROM t");
    }
  }

  private static void assertVerified(Path target) {
    assertThat(Peers.require(PsqlTools.debian15()).verifyBackup(target).orThrow().exitCode())
        .isZero();
  }

  private static Path file(PostgresServer server, String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    java.util.Arrays.fill(content, (byte) 7);
    return Files.write(server.dataDirectory().resolve(name), content);
  }

  private static void truncate(Path file, int size) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  /** What happens when so many bytes have been stored. */
  @FunctionalInterface
  private interface Event {
    void run() throws IOException;
  }

  /** A store that lets something happen while a part is sent. */
  private static final class Trigger extends ForwardingObjectStore {
    private final long at;
    private long sent;
    private boolean done;
    private Event event = () -> {};

    Trigger(ObjectStore delegate, long at) {
      super(delegate);
      this.at = at;
    }

    Trigger then(Event newEvent) {
      event = newEvent;
      return this;
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options)
        throws IOException {
      return super.put(key, out -> body.writeTo(new Counting(out)), options);
    }

    private final class Counting extends FilterOutputStream {
      Counting(OutputStream out) {
        super(out);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        sent += length;
        if (sent >= at && !done) {
          done = true;
          event.run();
        }
      }
    }
  }
}
