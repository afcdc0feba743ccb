/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.spi.upload.PartBody;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GcsChecksumTest {

  /** RFC 3720, B.4: 32 bytes of zeroes; and the check value of CRC-32C. */
  @Test
  void knownValuesAreFound() {
    assertThat(GcsChecksum.of(body(new byte[32])).crc32c()).isEqualTo(0x8A9136AA);
    assertThat(
            GcsChecksum.of(body("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
        .isEqualTo(new GcsChecksum(0xE3069283, 9));
    assertThat(new GcsChecksum(0xE3069283, 9).base64()).isEqualTo("4waSgw==");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 4096, 99_999, 100_000})
  void partsTogetherHaveTheChecksumOfTheWhole(int cut) {
    byte[] bytes = new byte[100_000];
    new Random(cut).nextBytes(bytes);
    GcsChecksum first = GcsChecksum.of(body(Arrays.copyOf(bytes, cut)));
    GcsChecksum second = GcsChecksum.of(body(Arrays.copyOfRange(bytes, cut, bytes.length)));
    assertThat(GcsChecksum.EMPTY.then(first).then(second)).isEqualTo(GcsChecksum.of(body(bytes)));
  }

  @Test
  void sizesBeyondAnIntAreCombined() {
    CRC32C zeros = new CRC32C();
    byte[] mebibyte = new byte[1 << 20];
    GcsChecksum one = GcsChecksum.of(body(mebibyte));
    GcsChecksum all = GcsChecksum.EMPTY;
    for (int i = 0; i < 3000; i++) {
      zeros.update(mebibyte);
      all = all.then(one);
    }
    assertThat(all).isEqualTo(new GcsChecksum((int) zeros.getValue(), 3000L << 20));
    assertThat(one.then(new GcsChecksum(0, 0))).isEqualTo(one);
  }

  private static PartBody body(byte[] bytes) {
    return new PartBody() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
