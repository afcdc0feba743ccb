/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.postgres.PsqlTools;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.Peers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarmanCliIT {
  @TempDir Path directory;

  @Test
  void debianBarmanBacksUpAndRestores() {
    BarmanCli barman = Peers.require(BarmanCli.debian12());
    assertThat(barman.version()).isEqualTo("3.4.0");
    backsUpAndRestores(barman);
  }

  @Test
  void newestBarmanBacksUpAndRestores() {
    BarmanCli barman = Peers.require(BarmanCli.newest());
    assertThat(barman.version()).startsWith("3.").isNotEqualTo("3.4.0");
    backsUpAndRestores(barman);
  }

  @Test
  void postgresToolsTellTheirVersions() {
    PsqlTools debian = Peers.require(PsqlTools.debian15());
    PsqlTools newest = Peers.require(PsqlTools.newest18());
    assertThat(debian.run("pg_waldump", "--version").stdout()).contains(" 15.");
    assertThat(newest.run("pg_combinebackup", "--version").stdout()).contains(" 18.");
    assertThat(newest.verifyBackup(directory).exitCode()).isNotZero();
  }

  private void backsUpAndRestores(BarmanCli barman) {
    try (S3Server store = S3Server.s3proxy();
        PostgresServer server = PostgresServer.start(15)) {
      server.createTablespace("space", directory.resolve("space"));
      String url = "s3://" + store.createBucket() + "/prefix";
      BarmanCli cli = barman.with(store).with(server);
      cli.run("barman-cloud-backup", "--immediate-checkpoint", url, "main").orThrow();
      CommandResult list =
          cli.run("barman-cloud-backup-list", "--format", "json", url, "main").orThrow();
      String id = list.stdout().replaceAll("(?s).*\"backup_id\": \"(\\w+)\".*", "$1");
      Path restored = directory.resolve("restored");
      String relocation = "space:" + directory.resolve("relocated");
      cli.run(
              "barman-cloud-restore",
              "--tablespace",
              relocation,
              url,
              "main",
              id,
              restored.toString())
          .orThrow();
      assertThat(restored.resolve("backup_label")).exists();
    }
  }
}
