/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.IOException;
import java.util.Locale;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;

/**
 * All frames of an LZ4 stream, linked and independent blocks alike, skippable frames left out.
 *
 * <p>Barman writes linked blocks, which lz4-java's frame reader refuses and commons-compress
 * decodes at a hundredth of this speed.
 */
final class Lz4Decoder implements Decoder {
  private final Source source;
  private final byte[] header = new byte[14];
  private final StreamingXXHash32 contentHash =
      XXHashFactory.fastestJavaInstance().newStreamingHash32(0);
  private int flags;
  private long contentSize;
  private long produced;
  private @Nullable Lz4Window window;
  private boolean inFrame;
  private boolean anyFrame;

  Lz4Decoder(Source source) {
    this.source = source;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (window == null || window.isDrained()) {
      if (!inFrame) {
        if (!nextFrame()) {
          return -1;
        }
      } else {
        nextBlock(window());
      }
    }
    return window.drain(target, offset, length);
  }

  @Override
  public void close() {
    window = null;
  }

  private boolean nextFrame() throws IOException {
    int first = anyFrame ? source.read() : source.requireByte();
    if (first < 0) {
      return false;
    }
    int magic = first | (int) source.requireNumber(3) << 8;
    if (Lz4Frame.isSkippable(magic)) {
      source.requireSkip(source.requireNumber(4));
    } else if (magic == Lz4Frame.MAGIC) {
      readHeader();
    } else {
      throw new MalformedStreamException("no frame begins where one should");
    }
    anyFrame = true;
    return true;
  }

  private void readHeader() throws IOException {
    source.require(header, 0, 2);
    flags = header[0];
    requireSupported(header[1] & 0xff);
    int length = 2;
    if (has(Lz4Frame.CONTENT_SIZE)) {
      source.require(header, 2, 8);
      length += 8;
    }
    if (source.requireByte() != Lz4Frame.headerChecksum(header, length)) {
      throw new MalformedStreamException("frame header fails its checksum");
    }
    contentSize = littleEndian(header, 2, length - 2);
    beginFrame(Lz4Frame.maxBlockSize(header[1]));
  }

  private void requireSupported(int descriptor) throws IOException {
    boolean versionOne = (flags & Lz4Frame.VERSION_MASK) == Lz4Frame.VERSION_1;
    if (!versionOne || has(Lz4Frame.RESERVED) || Lz4Frame.maxBlockSize(descriptor) == 0) {
      throw new MalformedStreamException("frame header is invalid");
    }
    if (has(Lz4Frame.DICTIONARY)) {
      throw new MalformedStreamException("frame needs a dictionary");
    }
  }

  private void beginFrame(int maxBlock) {
    if (window == null || window.maxBlock() != maxBlock) {
      window = new Lz4Window(maxBlock);
    }
    window.reset();
    contentHash.reset();
    produced = 0;
    inFrame = true;
  }

  private void nextBlock(Lz4Window blocks) throws IOException {
    int word = (int) source.requireNumber(4);
    if (word == 0) {
      endFrame();
      return;
    }
    int length = word & ~Lz4Frame.UNCOMPRESSED;
    byte[] raw = blocks.input(length);
    source.require(raw, 0, length);
    verifyBlock(raw, length);
    if (word < 0) {
      blocks.copyBlock(length);
    } else {
      blocks.decodeBlock(length, !has(Lz4Frame.INDEPENDENT));
    }
    account(blocks);
  }

  private void verifyBlock(byte[] raw, int length) throws IOException {
    if (has(Lz4Frame.BLOCK_CHECKSUM)
        && (int) source.requireNumber(4) != Lz4Frame.checksum(raw, 0, length)) {
      throw new MalformedStreamException("block fails its checksum");
    }
  }

  private void account(Lz4Window blocks) {
    produced += blocks.length();
    if (has(Lz4Frame.CONTENT_CHECKSUM)) {
      blocks.update(contentHash);
    }
  }

  private void endFrame() throws IOException {
    if (has(Lz4Frame.CONTENT_CHECKSUM) && (int) source.requireNumber(4) != contentHash.getValue()) {
      throw new MalformedStreamException("content fails its checksum");
    }
    if (has(Lz4Frame.CONTENT_SIZE) && produced != contentSize) {
      throw new MalformedStreamException(
          String.format(
              Locale.ROOT, "frame has %d bytes, its header says %d", produced, contentSize));
    }
    inFrame = false;
  }

  private Lz4Window window() {
    if (window == null) {
      throw new IllegalStateException("block before frame header");
    }
    return window;
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private static long littleEndian(byte[] bytes, int offset, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[offset + i] & 0xffL) << (8 * i);
    }
    return value;
  }
}
