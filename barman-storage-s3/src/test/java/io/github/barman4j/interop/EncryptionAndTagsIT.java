/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.ServerContext;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.s3.S3Encryption;
import io.github.barman4j.storage.s3.S3Location;
import io.github.barman4j.storage.s3.S3ObjectStore;
import io.github.barman4j.storage.s3.S3Options;
import io.github.barman4j.testing.interop.SourceCluster;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * barman#350: encryption was asked for and applied to WAL and backup.info, but not to the data. So
 * the objects are asked, of every kind there is.
 */
final class EncryptionAndTagsIT {

  private static final Map<String, String> BACKUP = Map.of("kind", "base", "team", "dba");
  private static final Map<String, String> WAL = Map.of("kind", "wal");
  private static final Map<String, String> HISTORY = Map.of("kind", "history");

  @SuppressWarnings("NullAway.Init")
  private static SourceCluster cluster;

  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final Path work = FileTrees.createTemporary("sealed");

  @BeforeAll
  static void start() {
    cluster = new SourceCluster(17);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void close() {
    executor.shutdownNow();
    FileTrees.delete(work);
  }

  @Test
  void everyObjectIsEncryptedAndTaggedInS3Mock() throws Exception {
    try (S3Server server = S3Server.s3mock()) {
      StoredFacts facts = write(server, S3Encryption.s3Managed());
      assertTags(facts);
      assertThat(facts.encryptions()).isNotEmpty().allMatch("AES256"::equals);
    }
  }

  @Test
  void everyObjectIsTaggedInCeph() throws Exception {
    try (S3Server server = S3Server.ceph()) {
      StoredFacts facts = write(server, S3Encryption.bucketDefault());
      assertTags(facts);
      facts.deleteAll();
    }
  }

  private static void assertTags(StoredFacts facts) {
    assertThat(facts.tagsOf("main/base/.*/data(_[0-9]+)?[.]tar.*")).hasSizeGreaterThan(2);
    assertThat(facts.tagsOf("main/base/.*/[0-9]+(_[0-9]+)?[.]tar.*")).hasSizeGreaterThan(1);
    assertThat(facts.tagsOf("main/base/.*/backup.info")).hasSize(1);
    assertThat(facts.tagsOf("main/base/.*")).allMatch(BACKUP::equals);
    assertThat(facts.tagsOf("main/wals/.*/[0-9A-F]{24}[.].*")).isNotEmpty().allMatch(WAL::equals);
    assertThat(facts.tagsOf("main/wals/00000002.history.*")).containsExactly(HISTORY);
  }

  private StoredFacts write(S3Server server, S3Encryption encryption) throws IOException {
    S3Location location = S3Location.ofBucket(server.createBucket());
    S3Options options =
        S3Options.forS3Compatible(location, server.endpoint())
            .credentials(server.accessKey(), Secret.of(server.secretKey()))
            .encryption(encryption)
            .build();
    try (S3ObjectStore store = S3ObjectStore.create(options)) {
      write(new ServerContext(store, "main", executor, Clock.systemDefaultZone()));
    }
    return new StoredFacts(server, location.bucket());
  }

  private void write(ServerContext context) throws IOException {
    cluster.beginRound();
    BackupOptions options =
        BackupOptions.builder()
            .tags(ObjectTags.of(BACKUP))
            .partSize(2 << 20)
            .fastCheckpoint()
            .build();
    BackupSource source =
        BackupSource.dataDirectory(cluster.server().dataSource(), cluster.server().dataDirectory());
    new BaseBackup(context).run(source, options);
    archive(context, cluster.completedWal());
  }

  private void archive(ServerContext context, List<Path> wal) throws IOException {
    WalArchive archive =
        new WalArchive(
            context,
            WalOptions.builder()
                .tags(ObjectTags.of(WAL))
                .historyTags(ObjectTags.of(HISTORY))
                .build());
    wal.forEach(archive::archive);
    byte[] history = "1\t0/3000000\tno recovery target specified\n".getBytes(UTF_8);
    archive.archive(Files.write(work.resolve("00000002.history"), history));
  }
}
