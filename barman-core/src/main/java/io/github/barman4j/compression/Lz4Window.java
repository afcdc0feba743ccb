/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.IOException;
import java.util.Locale;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.StreamingXXHash32;

/**
 * Decodes LZ4 blocks of one frame; a linked block refers to up to 64 KiB before it.
 *
 * <p>The native decoder has no way to be given those bytes, so they are put in front of the block's
 * first literals: it then writes them again before the block, and finds what the block refers to.
 */
final class Lz4Window {
  private static final int HISTORY = 64 * 1024;
  private static final int LITERALS_MASK = 0xf0;
  private static final int LITERALS_MORE = 15;

  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private final int maxBlock;
  private final byte[] raw;
  private final byte[] plain;
  private byte[] spliced = new byte[0];
  private int history;
  private int position = HISTORY;
  private int length;

  Lz4Window(int maxBlock) {
    this.maxBlock = maxBlock;
    this.raw = new byte[maxBlock];
    this.plain = new byte[HISTORY + maxBlock];
  }

  int maxBlock() {
    return maxBlock;
  }

  /** Forgets what came before, as each frame begins. */
  void reset() {
    history = 0;
    length = 0;
    position = HISTORY;
  }

  /** Where to put a block of this size as it is in the frame. */
  byte[] input(int size) throws IOException {
    if (size < 0 || size > maxBlock) {
      throw new MalformedStreamException(
          String.format(Locale.ROOT, "block of %d bytes, at most %d are allowed", size, maxBlock));
    }
    return raw;
  }

  void copyBlock(int size) {
    slide();
    System.arraycopy(raw, 0, plain, HISTORY, size);
    accept(size);
  }

  void decodeBlock(int size, boolean linked) throws IOException {
    slide();
    try {
      accept(linked && history > 0 ? decodeLinked(size) : decodeAlone(size));
    } catch (LZ4Exception e) {
      throw new MalformedStreamException("block: " + e.getMessage(), e);
    }
  }

  boolean isDrained() {
    return position == HISTORY + length;
  }

  int drain(byte[] target, int offset, int wanted) {
    int count = Math.min(wanted, HISTORY + length - position);
    System.arraycopy(plain, position, target, offset, count);
    position += count;
    return count;
  }

  /** The size of the last block, decoded. */
  int length() {
    return length;
  }

  void update(StreamingXXHash32 hash) {
    hash.update(plain, HISTORY, length);
  }

  private void accept(int size) {
    length = size;
    position = HISTORY;
  }

  private void slide() {
    int total = history + length;
    int kept = Math.min(HISTORY, total);
    System.arraycopy(plain, HISTORY + length - kept, plain, HISTORY - kept, kept);
    history = kept;
    length = 0;
  }

  private int decodeAlone(int size) {
    return decompressor.decompress(raw, 0, size, plain, HISTORY, maxBlock);
  }

  private int decodeLinked(int size) throws IOException {
    int splicedSize = splice(size);
    int begin = HISTORY - history;
    return decompressor.decompress(spliced, 0, splicedSize, plain, begin, history + maxBlock)
        - history;
  }

  private int splice(int size) throws IOException {
    int literals = (raw[0] & LITERALS_MASK) >> 4;
    int from = 1;
    if (literals == LITERALS_MORE) {
      int more;
      do {
        more = from < size ? raw[from++] & 0xff : 0;
        literals += more;
      } while (more == 0xff);
    }
    requireLiterals(literals, size - from);
    ensureSpliced();
    int to = putLength(history + literals);
    System.arraycopy(plain, HISTORY - history, spliced, to, history);
    System.arraycopy(raw, from, spliced, to + history, size - from);
    return to + history + size - from;
  }

  private static void requireLiterals(int literals, int available) throws IOException {
    if (literals > available) {
      throw new MalformedStreamException("block ends within its first literals");
    }
  }

  private void ensureSpliced() {
    if (spliced.length == 0) {
      spliced = new byte[HISTORY + maxBlock + (HISTORY + maxBlock) / 255 + 16];
    }
  }

  /** Writes the block's first token with this number of literals; returns where they begin. */
  private int putLength(int literals) {
    int to = 0;
    if (literals < LITERALS_MORE) {
      spliced[to++] = (byte) ((literals << 4) | (raw[0] & 0x0f));
      return to;
    }
    spliced[to++] = (byte) (LITERALS_MASK | (raw[0] & 0x0f));
    int rest = literals - LITERALS_MORE;
    for (; rest >= 0xff; rest -= 0xff) {
      spliced[to++] = (byte) 0xff;
    }
    spliced[to++] = (byte) rest;
    return to;
  }
}
