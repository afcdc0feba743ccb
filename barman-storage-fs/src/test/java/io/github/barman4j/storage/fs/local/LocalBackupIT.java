/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.testing.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains of linked backups of every supported PostgreSQL, each of which becomes a server again. */
class LocalBackupIT {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 17, 18})
  void everyBackupOfALinkedChainStartsWithItsRows(int major) throws Exception {
    LocalSite site = new LocalSite(directory.resolve("home"));
    try (PostgresServer server =
        PostgresServer.builder(major).archiveInto(site.incoming()).start()) {
      server.createTablespace("fast", directory.resolve("ts1"));
      server.createTablespace("\"Spc Two\"", directory.resolve("ts2"));
      server.execute(
          "CREATE TABLE a AS SELECT g FROM generate_series(1,10000) g",
          "CREATE TABLE b TABLESPACE fast AS SELECT g FROM generate_series(1,5000) g",
          "CREATE TABLE c (g int) TABLESPACE \"Spc Two\"",
          "INSERT INTO c VALUES (1)",
          "CHECKPOINT");

      BackupInfo first = site.backUp(server, LocalSite.linking().build());
      server.execute("INSERT INTO c VALUES (2)");
      BackupInfo second = site.backUp(server, LocalSite.linking().build());
      server.execute("INSERT INTO c VALUES (3)");
      BackupInfo third = site.backUp(server, LocalSite.linking().name("third one").build());

      assertThat(List.of(first, second, third))
          .extracting(BackupInfo::status)
          .containsOnly(BackupStatus.DONE);
      assertThat(site.context().metadata().list())
          .containsExactly(first.id(), second.id(), third.id());
      assertThat(own(first)).isEqualTo(size(first));
      assertThat(own(third)).isLessThan(size(third) / 2);
      assertThat(site.data(third).resolve("pg_tblspc")).isEmptyDirectory();
      assertThat(site.data(third).resolve("tablespace_map")).doesNotExist();
      for (BackupInfo backup : List.of(first, second, third)) {
        try (PostgresServer restored =
            site.restore(backup, directory.resolve("restored-" + backup.id()))) {
          assertThat(restored.queryLong("SELECT count(*) FROM a")).isEqualTo(10_000);
          assertThat(restored.queryLong("SELECT count(*) FROM b")).isEqualTo(5_000);
          assertThat(restored.queryLong("SELECT max(g) FROM c")).isEqualTo(3);
        }
      }
      assertSizes(site, third);
    }
  }

  /** The figures are counted while copying; here they are counted from what is there. */
  private static void assertSizes(LocalSite site, BackupInfo backup) throws Exception {
    long size = 0;
    long own = 0;
    try (var paths = Files.walk(site.context().directory().backup(backup.id()))) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        boolean metadata = path.getFileName().toString().equals("backup.info");
        long bytes = metadata ? 0 : Files.size(path);
        size += bytes;
        own += (int) Files.getAttribute(path, "unix:nlink") == 1 ? bytes : 0;
      }
    }
    long difference = size(backup) - size;
    assertThat(difference).isBetween(1L, 4096L);
    assertThat(own(backup) - own).isEqualTo(difference);
  }

  private static long size(BackupInfo backup) {
    return (long) backup.find(BackupField.SIZE).orElseThrow();
  }

  private static long own(BackupInfo backup) {
    return (long) backup.find(BackupField.DEDUPLICATED_SIZE).orElseThrow();
  }
}
