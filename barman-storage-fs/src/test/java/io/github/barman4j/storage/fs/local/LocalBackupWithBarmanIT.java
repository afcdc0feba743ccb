/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Barman finds our backup and restores it. */
class LocalBackupWithBarmanIT {

  @TempDir Path directory;

  @Test
  void restoresWhatOursMade() throws Exception {
    BarmanServerCli program = Peers.require(BarmanServerCli.debian12());
    LocalSite site = new LocalSite(directory.resolve("home"));
    try (PostgresServer server = PostgresServer.builder(15).archiveInto(site.incoming()).start()) {
      server.createTablespace("\"Spc Two\"", directory.resolve("ts"));
      server.execute(
          "CREATE TABLE t TABLESPACE \"Spc Two\" AS SELECT g FROM generate_series(1,1000) g",
          "CHECKPOINT");
      BarmanServerCli barman =
          program
              .on(directory.resolve("home"), LocalSite.SERVER)
              .with("conninfo", server.conninfo())
              .with("immediate_checkpoint", "true");
      BackupInfo ours = site.backUp(server, LocalSite.linking().build());
      assertThat(ours.status()).isEqualTo(BackupStatus.DONE);

      assertThat(barman.run("list-backup", "main").orThrow().stdout())
          .contains(ours.id().toString());
      assertThat(barman.run("show-backup", "main", "latest").orThrow().stdout()).contains("DONE");
      assertThat(barman.run("check", "main").stdout()).doesNotContain("systemid coherence: FAILED");
      Path target = Files.createDirectory(directory.resolve("recovered"));
      PostgresServer.ownedByServer(target);
      String tablespace = "Spc Two:" + target.resolve("ts");
      barman
          .run("recover", "--tablespace", tablespace, "main", "latest", target + "/data")
          .orThrow();
      try (PostgresServer recovered =
          PostgresServer.builder(15).dataDirectory(target.resolve("data")).noArchiving().start()) {
        assertThat(recovered.queryLong("SELECT count(*) FROM t")).isEqualTo(1000);
      }
    }
  }
}
