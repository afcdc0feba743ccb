/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumAlgorithmTest {
  /** What pg_basebackup 15 wrote of PG_VERSION, which is "15" and a line feed. */
  @ParameterizedTest
  @CsvSource({
    "NONE, ''",
    "CRC32C, 8a744722",
    "SHA224, 33d5f71bef0638fb2aa65a5d48851e6a3117148795b7f7b4dab02a82",
    "SHA512, a475fa35e5e301a8b099d1752287bce07bf1ec88c984c71a18f2055033ecc946"
        + "7f3642cd2184d5517a487b89e9ee828d4c0d4bccb3ad19c5d08e862afb16c2a5"
  })
  void aChecksumIsWrittenAsPostgresqlWritesIt(ChecksumAlgorithm algorithm, String expected) {
    byte[] content = "15\n".getBytes(StandardCharsets.US_ASCII);
    Checksum checksum = algorithm.start();
    checksum.update(content, 0, 1);
    checksum.update(content, 1, 2);

    assertThat(checksum.hex()).isEqualTo(expected);
  }

  @Test
  void aChecksumHasTwoDigitsPerByteAndKeepsLeadingZeros() {
    assertThat(ChecksumAlgorithm.CRC32C.start().hex()).isEqualTo("00000000");
    assertThat(ChecksumAlgorithm.SHA256.start().hex()).hasSize(64);
    assertThat(ChecksumAlgorithm.SHA384.start().hex()).hasSize(96);
  }
}
