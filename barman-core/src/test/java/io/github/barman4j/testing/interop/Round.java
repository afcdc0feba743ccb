/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.ServerContext;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One archive of one server, with both sides of it.
 *
 * @param ours where this library works
 * @param barman where Barman works
 * @param version of that Barman
 * @param cluster to back up
 */
record Round(ServerContext ours, RealBarman barman, BarmanVersion version, SourceCluster cluster) {

  static final String NAME = "before the upgrade";

  private static final long PART_SIZE = 2 << 20;

  /** Has us make a backup of parts of two megabytes of files. */
  BackupInfo backUpByUs(Codec codec) {
    BackupOptions options =
        BackupOptions.builder()
            .name(NAME)
            .compression(Compression.of(codec))
            .readableBy(version)
            .partSize(PART_SIZE)
            .fastCheckpoint()
            .build();
    PostgresServer server = cluster.server();
    return new BaseBackup(ours)
        .run(BackupSource.dataDirectory(server.dataSource(), server.dataDirectory()), options);
  }

  /** Changes the cluster and has us archive all WAL of the round. */
  List<Path> archiveByUs(Codec codec) throws IOException {
    WalOptions options =
        WalOptions.builder().compression(Compression.of(codec)).readableBy(version).build();
    WalArchive archive = new WalArchive(ours, options);
    List<Path> wal = changes();
    assertThat(wal).allMatch(file -> archive.archive(file).codec() == codec);
    return wal;
  }

  /** Has Barman make a backup of parts of a megabyte. */
  void backUpByBarman(Codec codec) {
    barman.backUp(cluster.server(), codec, NAME);
  }

  /** Changes the cluster and has Barman archive all WAL of the round. */
  List<Path> archiveByBarman(Codec codec) throws IOException {
    List<Path> wal = changes();
    wal.forEach(file -> barman.archiveWal(codec, file));
    return wal;
  }

  private List<Path> changes() throws IOException {
    cluster.write();
    return cluster.completedWal();
  }

  BackupCatalog catalog() {
    return new BackupCatalog(ours);
  }

  List<String> parts(BackupId id) {
    return catalog().parts(id).stream().map(BackupPart::name).toList();
  }

  /** Each side reads what the other keeps and releases. */
  void assertKeepsAreShared(BackupId id) {
    assertThat(barman.keepStatus(id)).isEqualTo("nokeep");
    catalog().keep(id, KeepTarget.STANDALONE);
    assertThat(barman.keepStatus(id)).isEqualTo("standalone");
    barman.release(id);
    assertThat(catalog().keepTarget(id)).isEmpty();
    barman.keep(id, "full");
    assertThat(catalog().keepTarget(id)).contains(KeepTarget.FULL);
  }
}
