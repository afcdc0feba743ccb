/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.io;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** A checksum of one file while its bytes pass, from {@link ChecksumAlgorithm#start}. */
public sealed interface Checksum {
  /** Adds bytes. */
  void update(byte[] bytes, int offset, int length);

  /** The checksum as PostgreSQL writes it into a manifest, empty for {@code NONE}; call it once. */
  String hex();

  /** Returns a CRC-32C as PostgreSQL writes it into a manifest. */
  static String hex(int crc) {
    return HexFormat.of().toHexDigits(Integer.reverseBytes(crc));
  }

  /** No checksum. */
  record None() implements Checksum {
    @Override
    public void update(byte[] bytes, int offset, int length) {}

    @Override
    public String hex() {
      return "";
    }
  }

  /** PostgreSQL writes the bytes of the number in the order a little-endian machine has them. */
  record Crc(CRC32C crc) implements Checksum {
    Crc() {
      this(new CRC32C());
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      crc.update(bytes, offset, length);
    }

    @Override
    public String hex() {
      return Checksum.hex((int) crc.getValue());
    }
  }

  /** One of the SHA-2 family. */
  record Sha(MessageDigest digest) implements Checksum {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
