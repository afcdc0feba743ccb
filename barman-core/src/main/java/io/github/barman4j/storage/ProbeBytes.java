/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.CRC32C;

/** Bytes that look random and are the same each time, in any number without holding them. */
final class ProbeBytes {

  private static final int SEED = 20_260_101;
  private static final int BUFFER = 64 * 1024;

  private ProbeBytes() {}

  static byte[] of(int size) {
    byte[] bytes = new byte[size];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }

  /** Returns a body of so many bytes, which are added to a checksum. */
  static ObjectBody body(long size, CRC32C checksum) {
    return out -> {
      Random random = new Random(SEED);
      byte[] buffer = new byte[BUFFER];
      for (long rest = size; rest > 0; rest -= BUFFER) {
        random.nextBytes(buffer);
        int length = (int) Math.min(BUFFER, rest);
        checksum.update(buffer, 0, length);
        out.write(buffer, 0, length);
      }
    };
  }

  /** Reads to the end, adding to a checksum, and returns how many bytes there were. */
  static long read(InputStream in, CRC32C checksum) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      checksum.update(buffer, 0, read);
      size += read;
    }
    return size;
  }
}
