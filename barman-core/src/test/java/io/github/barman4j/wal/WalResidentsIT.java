/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.ServerContext;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.filter.StoreOperation;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real servers archive through a {@link WalArchiver} and recover through a {@link WalFetcher}. */
class WalResidentsIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int SWITCHES = 12;

  private final FaultInjectingObjectStore store =
      new FaultInjectingObjectStore(new MemoryObjectStore("wal"));
  private final WalArchive archive =
      new WalArchive(
          new ServerContext(store, "orders-db", Runnable::run, Clock.systemUTC()),
          WalOptions.defaults());

  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({"15,1048576", "18,16777216"})
  void backlogIsArchivedAheadAndRecoveredFromTheSpool(int version, int segmentSize)
      throws Exception {
    Path copy = dir.resolve("copy");
    Path data = dir.resolve("data");
    try (WalArchiver archiver = WalArchiver.open(archive, WalArchiverOptions.defaults());
        CommandBridge bridge = archiving(archiver, data, "archive")) {
      writeWal(version, segmentSize, data, copy, bridge);
    }
    assertThat(puts()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(SWITCHES);
    assertThat(archive.inventory().gaps()).isEmpty();
    recover(version, copy);
    assertThat(archive.inventory().histories()).containsExactly(TimelineId.of(2));
  }

  private CommandBridge archiving(WalArchiver archiver, Path data, String name) throws IOException {
    return new CommandBridge(
        dir.resolve(name), (file, path) -> archiver.archive(data.resolve(path)).bytes() > 0);
  }

  private void writeWal(int version, int segmentSize, Path data, Path copy, CommandBridge bridge) {
    try (PostgresServer server =
        PostgresServer.builder(version)
            .dataDirectory(data)
            .walSegmentSize(segmentSize)
            .archiveCommand(bridge.command("true"))
            .start()) {
      server.copyInto(copy);
      server.execute("CREATE TABLE t (i int)");
      for (int i = 0; i < SWITCHES; i++) {
        server.execute("INSERT INTO t SELECT generate_series(1, 1000)");
        server.execute("SELECT pg_switch_wal()");
      }
      bridge.begin();
      await()
          .atMost(SOON)
          .until(() -> server.queryLong("SELECT archived_count FROM pg_stat_archiver") >= SWITCHES);
      server.stop();
    }
  }

  private void recover(int version, Path copy) throws Exception {
    Path fetched = Files.createDirectories(dir.resolve("fetched"));
    WalFetcherOptions options = WalFetcherOptions.spoolingIn(dir.resolve("spool")).build();
    try (WalFetcher fetcher = WalFetcher.open(archive, options);
        WalArchiver archiver = WalArchiver.open(archive, WalArchiverOptions.defaults());
        CommandBridge archiving = archiving(archiver, copy, "archive-again");
        CommandBridge fetching =
            new CommandBridge(dir.resolve("fetch"), (file, path) -> fetch(fetcher, file, fetched));
        PostgresServer server =
            PostgresServer.builder(version)
                .dataDirectory(copy)
                .recoverWith(fetching.command("cp '" + fetched + "/%f' '%p'"))
                .archiveCommand(archiving.command("true"))
                .launch()) {
      fetching.begin();
      archiving.begin();
      server.awaitPromotion(SOON);
      assertThat(server.queryLong("SELECT count(*) FROM t")).isEqualTo(SWITCHES * 1000L);
      assertThat(fetcher.status().fetchedFromSpool()).isGreaterThanOrEqualTo(SWITCHES - 2);
      server.switchWal();
      await().atMost(SOON).until(() -> archive.latestTimeline().equals(timeline(2)));
      server.stop();
    }
  }

  private static Optional<TimelineId> timeline(int number) {
    return Optional.of(TimelineId.of(number));
  }

  private static boolean fetch(WalFetcher fetcher, String name, Path directory) throws IOException {
    Path destination = directory.resolve(name);
    boolean found = fetcher.fetch(WalFileName.parse(name), destination).isPresent();
    PostgresServer.ownedByServer(directory);
    return found;
  }

  private List<String> puts() {
    return store.calls().stream()
        .filter(call -> call.operation() == StoreOperation.PUT)
        .map(Call::key)
        .filter(key -> key.contains("/wals/"))
        .toList();
  }
}
