/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The programs that Barman does not have, and an ObjectStore in place of the URL, on the archive of
 * a real PostgreSQL in S3.
 */
class AdditionsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Path folder;
  private static S3Server store;
  private static String bucket;
  private static PostgresServer server;

  @BeforeAll
  static void archive() throws IOException {
    folder = FileTrees.createTemporary("additions");
    store = S3Server.s3proxy();
    bucket = store.createBucket();
    server =
        PostgresServer.builder(17)
            .walSegmentSize(1 << 20)
            .archiveInto(folder.resolve("wal"))
            .start();
    writeObjectStore();
    server.execute("CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
    assertDone(run("backup", "-d", server.conninfo(), "--name", "monday", "orders"));
    archiveWal();
  }

  private static void writeObjectStore() throws IOException {
    Path keys = Files.createDirectories(folder.resolve("secrets/keys"));
    Files.writeString(keys.resolve("id"), store.accessKey());
    Files.writeString(keys.resolve("secret"), store.secretKey());
    Files.writeString(keys.resolve("region"), store.region());
    Files.writeString(
        folder.resolve("store.yaml"),
        """
        apiVersion: barmancloud.cnpg.io/v1
        kind: ObjectStore
        metadata: {name: orders}
        spec:
          retentionPolicy: 7d
          configuration:
            destinationPath: s3://%s/prod
            endpointURL: %s
            s3Credentials:
              accessKeyId: {name: keys, key: id}
              secretAccessKey: {name: keys, key: secret}
              region: {name: keys, key: region}
            wal: {compression: zstd}
            data: {compression: lz4, jobs: 2, immediateCheckpoint: true}
        """
            .formatted(bucket, store.endpoint()));
  }

  private static void archiveWal() throws IOException {
    String last = server.switchWal();
    Path complete = folder.resolve("wal").resolve(last);
    Await.until("WAL archived", PATIENCE, () -> Files.exists(complete), server::log);
    try (Stream<Path> files = Files.list(folder.resolve("wal"))) {
      files.sorted().forEach(file -> assertDone(run("wal-archive", "orders", file.toString())));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    store.close();
    FileTrees.delete(folder);
  }

  private static RunProgram run(String program, String... words) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--object-store", folder.resolve("store.yaml").toString()));
    all.addAll(List.of("--object-store-secrets", folder.resolve("secrets").toString()));
    all.addAll(List.of(words));
    return RunProgram.of(Map.of(), program, all.toArray(String[]::new));
  }

  private static String assertDone(RunProgram ran) {
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.out();
  }

  @Test
  void theStatusTellsTheWindowTheBackupAndDrawsThem() {
    String text = assertDone(run("status", "orders"));
    assertThat(text)
        .contains("Recoverable         from 20")
        .contains("(monday), ended")
        .contains("1 recoverable of 1")
        .contains("Missing WAL         none")
        .containsPattern("   1 .*B");
    assertThat(assertDone(run("status", "--format", "json", "orders")))
        .startsWith("{\"server_name\": \"orders\"")
        .contains("\"recoverable\": true", "\"wal_gaps\": []");
    assertThat(assertDone(run("status", "--width", "0", "orders"))).doesNotContain("─");
  }

  @Test
  void theObjectStoreSaysHowWalAndBackupsAreCompressed() {
    String list = assertDone(run("backup-list", "orders"));
    assertThat(list).contains("monday");
    assertThat(assertDone(run("restore", "--plan", "orders", "monday"))).contains("Recover to");
    assertThat(assertDone(run("restore", "--plan", "--format", "json", "orders", "monday")))
        .contains("data.tar.lz4");
  }

  @Test
  void aSoundBackupVerifiesAndOneThatIsNotThereDoesNot() {
    assertThat(assertDone(run("verify", "orders", "monday"))).isNotBlank();
    assertThat(assertDone(run("verify", "--format", "json", "orders", "latest"))).startsWith("{");
    assertThat(run("verify", "orders", "20200101T000000").code()).isEqualTo(1);
    assertThat(run("verify", "--format", "xml", "orders", "latest").code()).isEqualTo(3);
  }

  @Test
  void aCopyIsPlannedMadeAndTheSame() {
    String target = "file://" + folder.resolve("copy");
    assertThat(assertDone(run("copy", "--dry-run", "orders", target, "orders"))).isNotBlank();
    assertThat(folder.resolve("copy/orders")).doesNotExist();
    assertDone(run("copy", "orders", target, "orders"));
    RunProgram there = RunProgram.of(Map.of(), "verify", target, "orders", "monday");
    assertThat(there.code()).as(there.err()).isZero();
    assertDone(run("copy", "orders", target, "orders"));
  }

  @Test
  void thePolicyOfTheObjectStoreIsAppliedUnlessAnotherIsGiven() {
    assertDone(run("backup-delete", "orders"));
    assertThat(assertDone(run("backup-list", "orders"))).contains("monday");
    assertThat(run("backup-delete", "-r", "nonsense", "orders").code()).isEqualTo(3);
    RunProgram none = RunProgram.of(Map.of(), "backup-delete", "file:///nowhere", "orders");
    assertThat(none.code()).isEqualTo(3);
  }

  @Test
  void whatTheObjectStoreSaysIsNotSaidAgain() {
    assertThat(run("status", "--endpoint-url", "http://localhost", "orders").code()).isEqualTo(3);
    assertThat(run("status", "s3://bucket", "orders").code()).isEqualTo(3);
  }
}
