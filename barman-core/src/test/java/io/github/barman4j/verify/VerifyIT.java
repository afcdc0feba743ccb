/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.ManifestChecksum;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.compression.Compression;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own backups of real servers are sound, every file and page of them checked. */
class VerifyIT {

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 17, 18})
  void ownBackupsAreSound(int version) throws Exception {
    try (RealBackups backups = new RealBackups(version)) {
      for (ManifestChecksum checksum : ManifestChecksum.values()) {
        BackupInfo backup =
            backups.take(
                BackupOptions.builder().compression(Compression.ZSTD).manifestChecksum(checksum));
        VerificationReport report = backups.archive().verify(backup.id());
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.counts().parts()).isGreaterThan(3);
        assertThat(report.counts().files()).isGreaterThan(900);
        assertThat(report.counts().pages()).isGreaterThan(2500);
        assertThat(report.counts().walSegments()).isPositive();
        assertThat(report.isSound()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 18})
  void backupsUnderLoadAreSound(int version) throws Exception {
    try (RealBackups backups = new RealBackups(version)) {
      try (Writer writer = Writer.start(backups.server())) {
        for (int i = 0; i < 3; i++) {
          BackupInfo backup =
              backups.take(BackupOptions.builder().compression(Compression.LZ4).workers(2));
          VerificationReport report = backups.archive().verify(backup.id());
          assertThat(report.problems()).isEmpty();
          assertThat(report.counts().pages()).isGreaterThan(2500);
        }
        assertThat(writer.rounds()).isPositive();
      }
    }
  }
}
