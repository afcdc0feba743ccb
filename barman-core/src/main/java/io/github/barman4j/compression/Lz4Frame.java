/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.util.Arrays;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The numbers of the LZ4 frame format.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">frame format</a>
 */
final class Lz4Frame {
  static final int MAGIC = 0x184D2204;
  static final int VERSION_MASK = 0xc0;
  static final int VERSION_1 = 0x40;
  static final int INDEPENDENT = 0x20;
  static final int BLOCK_CHECKSUM = 0x10;
  static final int CONTENT_SIZE = 0x08;
  static final int CONTENT_CHECKSUM = 0x04;
  static final int RESERVED = 0x02;
  static final int DICTIONARY = 0x01;
  static final int UNCOMPRESSED = 0x80000000;

  private static final int SKIPPABLE_MASK = 0xfffffff0;
  private static final int SKIPPABLE = 0x184D2A50;
  private static final XXHash32 HASH = XXHashFactory.fastestInstance().hash32();

  private Lz4Frame() {}

  static boolean isSkippable(int magic) {
    return (magic & SKIPPABLE_MASK) == SKIPPABLE;
  }

  /** The largest block for a BD byte: 64 KiB, 256 KiB, 1 MiB or 4 MiB; 0 if the byte is invalid. */
  static int maxBlockSize(int descriptor) {
    int code = descriptor >> 4;
    return (descriptor & 0x8f) != 0 || code < 4 ? 0 : 1 << (8 + 2 * code);
  }

  static int checksum(byte[] bytes, int offset, int length) {
    return HASH.hash(bytes, offset, length, 0);
  }

  static int headerChecksum(byte[] descriptor, int length) {
    return (HASH.hash(Arrays.copyOf(descriptor, length), 0, length, 0) >> 8) & 0xff;
  }
}
