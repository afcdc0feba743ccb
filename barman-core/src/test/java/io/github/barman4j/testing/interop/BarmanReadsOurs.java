/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import static io.github.barman4j.testing.interop.SourceCluster.TABLESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.testing.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Barman must be able to do with a backup of ours. */
record BarmanReadsOurs(Round round, Codec base, BackupInfo backup) {

  void assertListsAndShows() {
    String json = round.barman().listAsJson();
    assertThat(RealBarman.ids(json)).containsExactly(backup.id().value());
    assertThat(RealBarman.field(json, "status")).isEqualTo("DONE");
    assertThat(RealBarman.field(json, "backup_name")).isEqualTo(Round.NAME);
    assertThat(RealBarman.field(json, "end_wal")).isEqualTo(backup.endWal().orElseThrow() + "");
    assertThat(round.barman().show(Round.NAME))
        .contains("Backup " + backup.id() + ":")
        .contains(backup.beginWal().orElseThrow().toString())
        .contains(backup.endLsn().orElseThrow().toString())
        .contains(TABLESPACE);
  }

  void assertRecovers(List<Path> wal, Path work) throws IOException {
    assertThat(round.parts(backup.id()))
        .allMatch(name -> Codec.ofFileName(name) == base)
        .anyMatch(name -> name.startsWith("data_0002."))
        .anyMatch(name -> name.matches("\\d+_0001[.].+"));
    Path restored = work.resolve("restored");
    round.barman().restore(backup.id(), restored, TABLESPACE, work.resolve("relocated"));
    Path fetched = Files.createDirectory(work.resolve("fetched"));
    wal.stream().filter(BarmanReadsOurs::isSegment).forEach(file -> fetch(file, fetched));
    PostgresServer.ownedByServer(fetched);
    String command = "cp '" + fetched + "/%f' '%p'";
    assertThat(round.cluster().digestOfRecovered(restored, command))
        .isEqualTo(round.cluster().digest());
  }

  private void fetch(Path segment, Path directory) {
    Path to = directory.resolve(segment.getFileName());
    round.barman().fetchWal(to.getFileName().toString(), to);
    try {
      assertThat(Files.mismatch(segment, to)).as(segment.toString()).isEqualTo(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSegment(Path file) {
    return file.getFileName().toString().length() == 24;
  }

  /** A kept one stays; of another one only our notes, and WAL, are left. */
  void assertDeletes(SharedArchive archive) {
    BackupId id = backup.id();
    assertThat(round.barman().delete(id).exitCode()).isEqualTo(1);
    assertThat(round.parts(id)).isNotEmpty();
    round.catalog().release(id);
    round.barman().delete(id).orThrow();
    String server = round.ours().serverName();
    assertThat(archive.keys(server + "/base/")).isEmpty();
    assertThat(archive.keys(server + "/barman4j/"))
        .containsExactly(server + "/barman4j/system-identifier");
    assertThat(round.barman().list()).isEmpty();
  }
}
