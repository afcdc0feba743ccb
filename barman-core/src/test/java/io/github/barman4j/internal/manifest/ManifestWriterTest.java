/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ManifestWriterTest {

  private static final FileTime TIME = FileTime.from(Instant.parse("2026-03-01T10:15:00.9Z"));

  @Test
  void hasTheFormOfPostgresqlUpTo16() throws IOException {
    String text = text(15, ChecksumAlgorithm.CRC32C, "base/5/1");
    assertThat(text)
        .startsWith(
            """
            { "PostgreSQL-Backup-Manifest-Version": 1,
            "Files": [
            { "Path": "base/5/1", "Size": 8192, "Last-Modified": "2026-03-01 10:15:00 GMT", "Checksum-Algorithm": "CRC32C", "Checksum": "8a744722" }
            ],
            "WAL-Ranges": [
            { "Timeline": 3, "Start-LSN": "1A/28", "End-LSN": "1A/100" }
            ],
            "Manifest-Checksum": \"""");
  }

  @Test
  void namesTheClusterFrom17On() throws IOException {
    assertThat(text(17, ChecksumAlgorithm.NONE, "a"))
        .startsWith(
            """
            { "PostgreSQL-Backup-Manifest-Version": 2,
            "System-Identifier": 18446744073709551615,
            "Files": [
            { "Path": "a", "Size": 8192, "Last-Modified": "2026-03-01 10:15:00 GMT" }
            """);
  }

  @Test
  void endsWithTheChecksumOfAllBefore() throws Exception {
    String text = text(18, ChecksumAlgorithm.SHA256, "a");
    int last = text.indexOf("\"Manifest-Checksum\"");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.substring(0, last).getBytes(UTF_8));
    assertThat(text.substring(last))
        .isEqualTo("\"Manifest-Checksum\": \"" + HexFormat.of().formatHex(digest) + "\"}\n");
  }

  @Test
  void quotesNames() throws IOException {
    assertThat(text(18, ChecksumAlgorithm.NONE, "a\"\\\u0001ü")).contains("\"a\\\"\\\\\\u0001ü\"");
  }

  private static String text(int major, ChecksumAlgorithm algorithm, String path)
      throws IOException {
    ManifestWriter manifest =
        new ManifestWriter(
            new PostgresVersion(major * 10_000), new SystemIdentifier(-1), algorithm);
    manifest.add(path, 8192, TIME, "8a744722");
    manifest.finish(TimelineId.of(3), Lsn.parse("1A/28"), Lsn.parse("1A/100"));
    try (InputStream content = manifest.open()) {
      byte[] bytes = content.readAllBytes();
      assertThat(bytes).hasSize((int) manifest.length());
      return new String(bytes, UTF_8);
    }
  }
}
