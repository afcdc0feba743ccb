/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The bytes of an object: blocks, of which zeros take no room.
 *
 * @param blocks in their order
 * @param size in bytes
 */
record GcsContent(List<Block> blocks, long size) {
  static final GcsContent EMPTY = new GcsContent(List.of(), 0);

  private static final byte[] ZEROS = new byte[64 << 10];

  GcsContent {
    blocks = List.copyOf(blocks);
  }

  /** Writes a range of a block. */
  @FunctionalInterface
  interface Source {
    void writeTo(OutputStream out, long from, long length) throws IOException;
  }

  /** Some bytes in a row. */
  record Block(long length, Source source) {
    static Block of(byte[] bytes) {
      return new Block(bytes.length, (out, from, n) -> out.write(bytes, (int) from, (int) n));
    }

    static Block zeros(long length) {
      return new Block(length, GcsContent::writeZeros);
    }
  }

  static GcsContent of(List<Block> blocks) {
    return new GcsContent(blocks, blocks.stream().mapToLong(Block::length).sum());
  }

  GcsContent with(GcsContent behind) {
    List<Block> all = new ArrayList<>(blocks);
    all.addAll(behind.blocks);
    return of(all);
  }

  /** Writes {@code length} bytes from {@code offset} on. */
  void writeTo(OutputStream out, long offset, long length) throws IOException {
    long skip = offset;
    long left = length;
    for (Block block : blocks) {
      long count = Math.min(left, block.length() - skip);
      if (count > 0) {
        block.source().writeTo(out, skip, count);
        left -= count;
      }
      skip = Math.max(0, skip - block.length());
    }
  }

  CRC32C crc32c() {
    CRC32C crc = new CRC32C();
    try {
      writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), crc), 0, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return crc;
  }

  /** Returns the MD5 in Base64. */
  String md5() {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest), 0, size);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writeZeros(OutputStream out, long from, long length) throws IOException {
    for (long left = length; left > 0; left -= ZEROS.length) {
      out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
    }
  }
}
