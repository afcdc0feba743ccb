/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.Barman;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.postgres.PsqlTools;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalInventory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL archives and recovers with our programs while their agent is killed again and again:
 * nothing is lost, and nothing that it believes to be archived is not.
 */
class AgentRecoveryIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int MAJOR = 17;
  private static final int DEATHS_BEFORE = 16;
  private static final int DEATHS = 20;
  private static final String SERVER = "orders";
  private static final String BALANCED =
      "SELECT (SELECT sum(abalance) FROM pgbench_accounts) = (SELECT sum(bbalance) FROM pgbench_branches)"
          + " AND (SELECT sum(tbalance) FROM pgbench_tellers) = (SELECT sum(bbalance) FROM pgbench_branches)";

  @TempDir private Path dir;

  @Test
  void noWalIsLostHoweverOftenTheAgentDies() throws Exception {
    PsqlTools tools = PsqlTools.debian15();
    Peers.require(tools);
    try (S3Server store = S3Server.s3proxy()) {
      String url = "s3://" + store.createBucket();
      InstalledPrograms programs = InstalledPrograms.in(dir, store);
      try (MortalAgent agent = MortalAgent.start(programs, dir.resolve("agent.log"), 4711);
          PostgresServer server = start(programs, store, url)) {
        loadAndCrash(tools, server, agent, store, url);
        everySegmentIsArchived(server, store, url);
        recoveredToThePoint(programs, store, url);
        agent.awaitDeaths(DEATHS);
      }
    }
  }

  private PostgresServer start(InstalledPrograms programs, S3Server store, String url) {
    String command =
        programs.commandLine(
            "barman-cloud-wal-archive", "-z", "--endpoint-url", endpoint(store), url, SERVER, "%p");
    return PostgresServer.builder(MAJOR)
        .walSegmentSize(1 << 20)
        .setting("wal_keep_size", "4GB")
        .archiveCommand(command)
        .start();
  }

  private static String endpoint(S3Server store) {
    return store.endpoint().toString();
  }

  private void loadAndCrash(
      PsqlTools tools, PostgresServer server, MortalAgent agent, S3Server store, String url) {
    server.execute("CREATE TABLE marks (n int)", "INSERT INTO marks VALUES (1)");
    bench(tools, server, "-i", "-s", "4");
    backUp(server, store, url);
    do {
      bench(tools, server, "-c", "2", "-T", "3");
    } while (agent.deaths() < DEATHS_BEFORE);
    server.execute("INSERT INTO marks VALUES (2)");
    server.queryString("SELECT pg_create_restore_point('here')");
    bench(tools, server, "-c", "2", "-T", "1");
    server.execute("INSERT INTO marks VALUES (3)");
    awaitArchived(server, server.switchWal());
    server.kill();
  }

  private static void bench(PsqlTools tools, PostgresServer server, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of("-h", server.host(), "-p", "" + server.port(), "-U", "postgres", "postgres"));
    tools.run("pgbench", all.toArray(String[]::new)).orThrow();
  }

  private static void backUp(PostgresServer server, S3Server store, String url) {
    RunProgram backup =
        RunProgram.of(
            keys(store),
            "backup",
            "--immediate-checkpoint",
            "--endpoint-url",
            endpoint(store),
            "-d",
            server.conninfo(),
            url,
            SERVER);
    assertThat(backup.code()).as(backup.err()).isZero();
  }

  /** In this process the SDK reads no other environment, so keys go as options of the store. */
  private static Map<String, String> keys(S3Server store) {
    System.setProperty("aws.accessKeyId", store.accessKey());
    System.setProperty("aws.secretAccessKey", store.secretKey());
    return Map.of("AWS_DEFAULT_REGION", store.region());
  }

  private static void awaitArchived(PostgresServer server, String last) {
    Path done = server.dataDirectory().resolve("pg_wal/archive_status/" + last + ".done");
    Await.until(last + " is archived", PATIENCE, () -> Files.exists(done), server::log);
  }

  private void everySegmentIsArchived(PostgresServer server, S3Server store, String url)
      throws IOException {
    try (Barman barman = Barman.open(URI.create(url), properties(store));
        Stream<Path> files = Files.list(server.dataDirectory().resolve("pg_wal"))) {
      WalArchive archive = barman.server(SERVER).wal();
      WalInventory inventory = archive.inventory();
      List<Path> sources = files.filter(AgentRecoveryIT::isSegment).sorted().toList();
      assertThat(sources.stream().filter(AgentRecoveryIT::isNoted))
          .hasSizeGreaterThan(40)
          .allMatch(source -> inventory.contains(name(source)));
      assertThat(inventory.gaps()).isEmpty();
      sources.stream()
          .filter(source -> inventory.contains(name(source)))
          .forEach(source -> assertSame(archive, source));
    }
  }

  private static boolean isSegment(Path file) {
    return String.valueOf(file.getFileName()).length() == 24;
  }

  private static WalSegmentName name(Path segment) {
    return WalSegmentName.parse(String.valueOf(segment.getFileName()));
  }

  /** PostgreSQL believes that it is archived; it was killed before it noted all that are. */
  private static boolean isNoted(Path segment) {
    return Files.exists(segment.resolveSibling("archive_status").resolve(name(segment) + ".done"));
  }

  private void assertSame(WalArchive archive, Path source) {
    Path fetched = dir.resolve("fetched");
    assertThat(archive.fetch(name(source), fetched)).isPresent();
    assertThat(fetched).hasSameBinaryContentAs(source);
  }

  private static StoreProperties properties(S3Server store) {
    return StoreProperties.of(
        Map.of(
            "endpoint-url", endpoint(store),
            "region", store.region(),
            "access-key-id", store.accessKey(),
            "secret-access-key", store.secretKey()));
  }

  private void recoveredToThePoint(InstalledPrograms programs, S3Server store, String url) {
    Path data = dir.resolve("restored");
    RunProgram restore =
        RunProgram.of(
            keys(store),
            "restore",
            "--endpoint-url",
            endpoint(store),
            url,
            SERVER,
            "latest",
            data.toString());
    assertThat(restore.code()).as(restore.err()).isZero();
    try (PostgresServer recovered = recover(programs, store, url, data)) {
      recovered.awaitPromotion(PATIENCE);
      assertThat(recovered.queryString("SELECT string_agg(n::text, ',' ORDER BY n) FROM marks"))
          .isEqualTo("1,2");
      assertThat(recovered.queryString(BALANCED)).isEqualTo("t");
    }
  }

  private static PostgresServer recover(
      InstalledPrograms programs, S3Server store, String url, Path data) {
    PostgresServer.ownedByServer(data);
    String command =
        programs.commandLine(
            "barman-cloud-wal-restore", "--endpoint-url", endpoint(store), url, SERVER, "%f", "%p");
    return PostgresServer.builder(MAJOR)
        .dataDirectory(data)
        .recoverWith(command)
        .setting("recovery_target_name", "here")
        .setting("recovery_target_action", "promote")
        .noArchiving()
        .start();
  }
}
