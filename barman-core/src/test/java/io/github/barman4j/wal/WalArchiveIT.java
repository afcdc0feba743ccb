/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.ServerContext;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.wal.ArchivedWal.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * WAL that real servers wrote goes into the archive and comes back, and a server recovers from it.
 */
class WalArchiveIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final MemoryObjectStore store = new MemoryObjectStore("wal");
  private final ServerContext context =
      new ServerContext(store, "orders-db", Runnable::run, Clock.systemUTC());
  private final WalArchive archive = new WalArchive(context, WalOptions.defaults());

  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({"13,1048576", "13,16777216", "15,16777216", "17,67108864", "18,16777216"})
  void whatServersArchiveComesBackAndCarriesARecoveryOverAPromotion(int version, int segmentSize)
      throws Exception {
    Path written = dir.resolve("written");
    Path copy = dir.resolve("copy");
    SystemIdentifier cluster = writeWal(version, segmentSize, written, copy);
    archiveAll(written);
    Path fetched = fetchAll(written);

    Path promoted = dir.resolve("promoted");
    recover(version, copy, fetched, promoted);
    archiveAll(promoted);
    fetchAll(promoted);

    WalInventory inventory = archive.inventory();
    assertThat(inventory.segmentSize().bytes()).isEqualTo(segmentSize);
    assertThat(inventory.gaps()).isEmpty();
    assertThat(inventory.histories()).containsExactly(TimelineId.of(2));
    assertThat(archive.history(TimelineId.of(2)).switches()).hasSize(1);
    archive.requireEmptyOrOwned(cluster, TimelineId.of(2));
  }

  private SystemIdentifier writeWal(int version, int segmentSize, Path written, Path copy)
      throws Exception {
    try (PostgresServer server =
        PostgresServer.builder(version).walSegmentSize(segmentSize).archiveInto(written).start()) {
      server.copyInto(copy);
      server.execute("CREATE TABLE t AS SELECT generate_series(1, 50000) AS i");
      server.switchWal();
      server.execute("INSERT INTO t SELECT generate_series(1, 50000)");
      server.switchWal();
      String system = server.queryString("SELECT system_identifier FROM pg_control_system()");
      server.stop();
      return SystemIdentifier.parse(system);
    }
  }

  private void recover(int version, Path copy, Path fetched, Path promoted) {
    try (PostgresServer server =
        PostgresServer.builder(version)
            .dataDirectory(copy)
            .recoverWith("cp '" + fetched + "/%f' '%p'")
            .archiveInto(promoted)
            .start()) {
      server.awaitPromotion(SOON);
      assertThat(server.queryLong("SELECT count(*) FROM t")).isEqualTo(100_000);
      server.switchWal();
      server.stop();
    }
  }

  private void archiveAll(Path directory) throws IOException {
    for (Path file : files(directory)) {
      assertThat(archive.archive(file).outcome()).isEqualTo(Outcome.ARCHIVED);
      assertThat(archive.archive(file).outcome()).isEqualTo(Outcome.ALREADY_ARCHIVED);
    }
  }

  private Path fetchAll(Path directory) throws IOException {
    Path fetched = Files.createDirectories(dir.resolve("fetched"));
    for (Path file : files(directory)) {
      Path to = fetched.resolve(file.getFileName().toString());
      assertThat(archive.fetch(WalFileName.parse(to.getFileName().toString()), to)).isPresent();
      assertThat(Files.mismatch(file, to)).isEqualTo(-1);
    }
    return PostgresServer.ownedByServer(fetched);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.sorted().toList();
      assertThat(found)
          .anyMatch(f -> WalFileName.parse(f.getFileName().toString()) instanceof WalSegmentName);
      return found;
    }
  }
}
