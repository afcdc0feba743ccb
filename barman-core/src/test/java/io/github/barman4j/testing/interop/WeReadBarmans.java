/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import static io.github.barman4j.testing.interop.SourceCluster.TABLESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.retention.Retention;
import io.github.barman4j.wal.ArchivedWal;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What we must be able to do with a backup of Barman's. */
record WeReadBarmans(Round round, CodecPair codecs) {

  BackupInfo assertWeFind() {
    BackupListing listing = round.catalog().list();
    assertThat(listing.unreadable()).isEmpty();
    assertThat(listing.incomplete()).isEmpty();
    BackupInfo backup = round.catalog().get(BackupSelector.named(Round.NAME));
    assertThat(listing.backups()).containsExactly(backup);
    assertThat(round.barman().list()).containsExactly(backup.id().value());
    assertThat(backup.status()).isEqualTo(BackupStatus.DONE);
    assertThat(backup.unknown()).isEmpty();
    assertThat(backup.tablespaces()).extracting(Tablespace::name).containsExactly(TABLESPACE);
    assertThat(round.parts(backup.id()))
        .anyMatch(name -> name.startsWith("data_0001."))
        .allMatch(name -> Codec.ofFileName(name) == codecs.base());
    return backup;
  }

  void assertWeFetch(List<Path> wal, Path work) throws IOException {
    for (Path file : wal) {
      Path to = work.resolve(file.getFileName());
      WalFileName name = WalFileName.parse(to.getFileName().toString());
      assertThat(wal().fetch(name, to).map(ArchivedWal::codec)).contains(codecs.wal());
      assertThat(Files.mismatch(file, to)).as(name.toString()).isEqualTo(-1);
    }
  }

  void assertWeRecover(Path work) {
    ServerContext ours = round.ours();
    Restore restore = new Restore(ours, round.catalog(), wal());
    RestoreOptions options =
        RestoreOptions.into(work.resolve("restored"))
            .relocateTablespace(TABLESPACE, work.resolve("relocated"))
            .build();
    Path restored = restore.execute(restore.plan(RecoveryTarget.latest()), options).dataDirectory();
    assertThat(round.cluster().digestOfRecovered(restored)).isEqualTo(round.cluster().digest());
  }

  /** A kept one stays; of another one nothing but WAL is left. */
  void assertWeDelete(BackupId id, SharedArchive archive) {
    Retention retention = new Retention(round.ours());
    assertThatThrownBy(() -> retention.planDelete(BackupSelector.id(id)))
        .isInstanceOf(BackupProtectedException.class);
    round.barman().release(id);
    assertThat(retention.apply(retention.planDelete(BackupSelector.id(id))).isComplete()).isTrue();
    assertThat(archive.keys(round.ours().serverName() + "/base/")).isEmpty();
    assertThat(round.barman().list()).isEmpty();
  }

  private WalArchive wal() {
    return new WalArchive(round.ours(), WalOptions.defaults());
  }
}
