/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.servers.BarmanCli;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real Barman lists and restores, from S3, what our program backed up. */
class BarmanReadsBackupIT {

  private Path folder;
  private PostgresServer server;
  private S3Server s3;

  @BeforeEach
  void start() {
    folder = FileTrees.createTemporary("cli");
    server = PostgresServer.builder(15).archiveInto(folder.resolve("wal")).start();
    server.createTablespace("spc", folder.resolve("spc"));
    server.execute("CREATE TABLE u TABLESPACE spc AS SELECT generate_series(1, 10) AS n");
    s3 = S3Server.s3proxy();
  }

  @AfterEach
  void stop() {
    s3.close();
    server.close();
    FileTrees.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--zstd", "--bzip2"})
  void barmanRestoresWhatWeBackedUp(String codec) throws IOException {
    boolean everyBarmanReadsIt = codec.equals("--bzip2");
    BarmanCli barman =
        Peers.require(everyBarmanReadsIt ? BarmanCli.debian12() : BarmanCli.newest()).with(s3);
    String url = "s3://" + s3.createBucket() + "/archive";
    RunProgram ran =
        RunProgram.of(
            environment(),
            "backup",
            "--immediate-checkpoint",
            codec,
            "-S",
            "5MB",
            "--store-option",
            "access-key-id=" + s3.accessKey(),
            "--store-option",
            "secret-access-key=" + s3.secretKey(),
            "--min-chunk-size",
            "6MB",
            "-n",
            "ours",
            "--endpoint-url",
            s3.endpoint().toString(),
            url,
            "pg");
    assertThat(ran.err().lines()).allMatch(line -> line.contains("done, but not recoverable yet"));
    assertThat(ran.code()).isZero();
    server.switchWal();
    server.switchWal();

    assertThat(barman.run("barman-cloud-backup-list", "--format", "json", url, "pg").stdout())
        .contains("\"backup_name\": \"ours\"", "\"status\": \"DONE\"");
    Path target = folder.resolve("restored");
    String rule = "spc:" + folder.resolve("restored-spc");
    barman
        .run(
            "barman-cloud-restore",
            "--tablespace",
            rule,
            url,
            "pg",
            id(barman, url),
            target.toString())
        .orThrow();
    copyWalInto(target.resolve("pg_wal"));
    try (PostgresServer restored =
        PostgresServer.builder(15).dataDirectory(target).noArchiving().start()) {
      assertThat(restored.queryLong("SELECT count(*) FROM u")).isEqualTo(10);
    }
  }

  private static String id(BarmanCli barman, String url) {
    String json = barman.run("barman-cloud-backup-list", "--format", "json", url, "pg").stdout();
    return json.replaceAll("(?s).*\"backup_id\": \"(\\w+)\".*", "$1");
  }

  private void copyWalInto(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("wal"))) {
      for (Path file : List.copyOf(files.toList())) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new java.util.HashMap<>(server.libpqEnvironment());
    environment.put("AWS_DEFAULT_REGION", s3.region());
    return environment;
  }
}
