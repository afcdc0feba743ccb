/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.pages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * The checksum of a data page: 32 FNV-1a sums side by side over the page's 32-bit words, each round
 * also mixing in the word shifted right by 17 bits, folded together with the block's number; see
 * {@code checksum_impl.h} of PostgreSQL, which publishes the algorithm for external programs. For
 * one thread.
 */
public final class PageChecksum {

  /** Bytes of a page. */
  public static final int PAGE = 8192;

  private static final int SUMS = 32;
  private static final int WORDS = PAGE / Integer.BYTES;
  private static final int PRIME = 16_777_619;
  private static final int SHIFT = 17;
  private static final long MODULUS = 65_535;
  private static final int STORED_AT = 8;
  private static final int WORD_OF_STORED = STORED_AT / Integer.BYTES;
  private static final int HALF = 16;
  private static final int LOW = 0xFFFF;

  /** Where each sum begins: part of the format, so that equal words do not give equal sums. */
  private static final int[] BASE = {
    0x5B1F36E9, 0xB8525960, 0x02AB50AA, 0x1DE66D2A, 0x79FF467A, 0x9BB9F8A3, 0x217E7CD2, 0x83E13D2C,
    0xF8D4474F, 0xE39EB970, 0x42C6AE16, 0x993216FA, 0x7B093B5D, 0x98DAFF3C, 0xF718902A, 0x0B1C9CDB,
    0xE58F764B, 0x187636BC, 0x5D7B3BB1, 0xE73DE7DE, 0x92BEC979, 0xCCA6C0B2, 0x304A0979, 0x85AA43D4,
    0x783125BB, 0x6CA8EAA2, 0xE407EAC6, 0x4B5CFC3E, 0x9FBF8C76, 0x15CA20BE, 0xF2CA9FD3, 0x959BD756
  };

  private final IntBuffer pages;
  private final int[] words = new int[WORDS];
  private final int[] sums = new int[SUMS];

  /** Sums up pages that are put into {@code buffer}, written by a little-endian machine. */
  PageChecksum(byte[] buffer) {
    this.pages = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
  }

  /**
   * Returns the checksum that a page must have as this block; never 0.
   *
   * @param offset of the page in the buffer, a multiple of 4
   */
  int of(int offset, long block) {
    pages.get(offset / Integer.BYTES, words);
    words[WORD_OF_STORED] &= LOW << HALF;
    System.arraycopy(BASE, 0, sums, 0, SUMS);
    for (int row = 0; row < WORDS; row += SUMS) {
      mix(row);
    }
    return fold(block);
  }

  private void mix(int row) {
    for (int lane = 0; lane < SUMS; lane++) {
      int mixed = sums[lane] ^ words[row + lane];
      sums[lane] = mixed * PRIME ^ mixed >>> SHIFT;
    }
  }

  /** Two rounds of zeros let the last words reach all bits. */
  private int fold(long block) {
    int folded = 0;
    for (int sum : sums) {
      folded ^= round(round(sum));
    }
    return (int) (Integer.toUnsignedLong(folded ^ (int) block) % MODULUS) + 1;
  }

  private static int round(int sum) {
    return sum * PRIME ^ sum >>> SHIFT;
  }
}
