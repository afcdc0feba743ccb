/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.servers.BarmanCli;
import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.verify.Problem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Barman wrote is verified too: structure and pages, for there is no manifest. */
class BarmanBackupIT {

  @TempDir Path objects;

  @Test
  void backupsOfDebiansBarmanAreSound() throws Exception {
    verify(Peers.require(BarmanCli.debian12()), "--gzip", "--bzip2");
  }

  @Test
  void backupsOfTheNewestBarmanAreSound() throws Exception {
    verify(Peers.require(BarmanCli.newest()), "--gzip", "--lz4", "--zstd");
  }

  private void verify(BarmanCli barman, String... compressions) throws Exception {
    try (RealBackups backups = new RealBackups(15);
        S3Server s3 = S3Server.s3proxy(objects)) {
      String bucket = s3.createBucket();
      BarmanCli cli = barman.with(s3).with(backups.server());
      for (String compression : compressions) {
        backUp(cli, compression, bucket);
        assertSound(backups, bucket, compression);
        clear(objects.resolve(bucket));
      }
      backUp(cli, "--verbose", bucket);
      assertSound(backups, bucket, "");
      assertDamageIsFound(backups);
    }
  }

  private static void backUp(BarmanCli cli, String option, String bucket) {
    cli.run(
            "barman-cloud-backup",
            "--immediate-checkpoint",
            option,
            "--max-archive-size=20MB",
            "s3://" + bucket,
            ArchiveInMemory.SERVER)
        .orThrow();
  }

  private void assertSound(RealBackups backups, String bucket, String compression)
      throws IOException {
    backups.archive().clear();
    load(objects.resolve(bucket), backups.archive());
    backups.server().switchWal();
    backups.archiveWal();
    VerificationReport report = backups.archive().verify(id(backups.archive()));
    assertThat(report.problems()).as(compression).isEmpty();
    assertThat(report.notes())
        .as(compression)
        .containsExactly(
            "Files were not compared with checksums: there is no backup_manifest to use");
    assertThat(report.counts().pages()).isGreaterThan(2500);
    assertThat(report.counts().walSegments()).isPositive();
  }

  private static void clear(Path bucket) throws IOException {
    FileTrees.delete(bucket);
    Files.createDirectories(bucket);
  }

  private static BackupId id(ArchiveInMemory archive) {
    String info =
        archive.keys("").stream()
            .map(ObjectKey::value)
            .filter(key -> key.endsWith("backup.info"))
            .findFirst()
            .orElseThrow();
    return BackupId.of(info.split("/")[2]);
  }

  private static void load(Path bucket, ArchiveInMemory archive) throws IOException {
    try (Stream<Path> files = Files.walk(bucket)) {
      List<Path> plain = files.filter(Files::isRegularFile).toList();
      for (Path file : plain) {
        archive.put(ObjectKey.of(bucket.relativize(file).toString()), Files.readAllBytes(file));
      }
    }
  }

  private static void assertDamageIsFound(RealBackups backups) {
    ArchiveInMemory archive = backups.archive();
    BackupId id = id(archive);
    ObjectKey part =
        archive.keys("main/base").stream()
            .filter(
                key ->
                    key.lastName().startsWith("data")
                        && TarEdit.content(archive.read(key), "base/1/1259") != null)
            .findFirst()
            .orElseThrow();
    byte[] tar = archive.read(part);
    archive.put(part, TarEdit.change("base/1/1259", BarmanBackupIT::flipped).apply(tar));
    assertThat(archive.verify(id).problems())
        .singleElement()
        .matches(problem -> problem.kind() == Kind.PAGE_CHECKSUM)
        .matches(problem -> problem.message().startsWith("block 1,"));
  }

  private static byte[] flipped(byte[] content) {
    content[8192 + 5000] ^= 1;
    return content;
  }
}
