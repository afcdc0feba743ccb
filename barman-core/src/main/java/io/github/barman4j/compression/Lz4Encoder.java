/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.IOException;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;

/** One LZ4 frame of independent blocks of 256 KiB, with a content checksum and without a size. */
final class Lz4Encoder extends OutputStream {
  private static final int BLOCK = 256 * 1024;
  private static final int BLOCK_CODE = 5;
  private static final int WORD = 4;

  private final OutputStream sink;
  private final LZ4Compressor compressor;
  private final StreamingXXHash32 contentHash =
      XXHashFactory.fastestJavaInstance().newStreamingHash32(0);
  private final byte[] block = new byte[BLOCK];
  private final byte[] output;
  private int count;

  Lz4Encoder(OutputStream sink, int level) throws IOException {
    this.sink = sink;
    LZ4Factory factory = LZ4Factory.fastestInstance();
    this.compressor = level == 0 ? factory.fastCompressor() : factory.highCompressor(level);
    this.output = new byte[WORD + compressor.maxCompressedLength(BLOCK)];
    writeHeader();
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int step = Math.min(length - done, BLOCK - count);
      System.arraycopy(source, offset + done, block, count, step);
      count += step;
      done += step;
      if (count == BLOCK) {
        writeBlock();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (count > 0) {
      writeBlock();
    }
    writeWord(0);
    writeWord(contentHash.getValue());
  }

  private void writeHeader() throws IOException {
    byte[] descriptor = {
      (byte) (Lz4Frame.VERSION_1 | Lz4Frame.INDEPENDENT | Lz4Frame.CONTENT_CHECKSUM),
      (byte) (BLOCK_CODE << 4),
      0
    };
    descriptor[2] = (byte) Lz4Frame.headerChecksum(descriptor, 2);
    writeWord(Lz4Frame.MAGIC);
    sink.write(descriptor, 0, descriptor.length);
  }

  private void writeBlock() throws IOException {
    contentHash.update(block, 0, count);
    int size = compressor.compress(block, 0, count, output, WORD);
    if (size < count) {
      putWord(size);
      sink.write(output, 0, WORD + size);
    } else {
      writeWord(count | Lz4Frame.UNCOMPRESSED);
      sink.write(block, 0, count);
    }
    count = 0;
  }

  private void writeWord(int word) throws IOException {
    putWord(word);
    sink.write(output, 0, WORD);
  }

  private void putWord(int word) {
    for (int i = 0; i < WORD; i++) {
      output[i] = (byte) (word >>> (8 * i));
    }
  }
}
