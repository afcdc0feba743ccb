/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.storage.spi.upload.PartBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The CRC32C of some bytes in a row.
 *
 * @param crc32c its 32 bits
 * @param size how many bytes
 */
record GcsChecksum(int crc32c, long size) {

  static final GcsChecksum EMPTY = new GcsChecksum(0, 0);

  /** The polynomial of Castagnoli, lowest power first. */
  private static final int POLYNOMIAL = 0x82F63B78;

  private static final int ONE = 1 << 31;
  private static final int X_TO_THE_8 = ONE >>> 8;

  static GcsChecksum of(PartBody body) {
    CRC32C crc = new CRC32C();
    try (InputStream in = body.open()) {
      in.transferTo(new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be read", e);
    }
    return new GcsChecksum((int) crc.getValue(), body.size());
  }

  /**
   * Returns the checksum of these bytes and then those: a checksum is a polynomial, and what
   * follows shifts it by as many bits.
   */
  GcsChecksum then(GcsChecksum next) {
    return new GcsChecksum(multiplied(shift(next.size), crc32c) ^ next.crc32c, size + next.size);
  }

  /** Returns the text that Google writes for it. */
  String base64() {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(crc32c).array());
  }

  /** Returns x to the power of the bits in so many bytes, by squaring. */
  private static int shift(long bytes) {
    int result = ONE;
    int square = X_TO_THE_8;
    for (long left = bytes; left > 0; left >>>= 1) {
      if ((left & 1) == 1) {
        result = multiplied(square, result);
      }
      square = multiplied(square, square);
    }
    return result;
  }

  private static int multiplied(int left, int right) {
    int product = 0;
    int shifted = right;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((left & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
    }
    return product;
  }
}
