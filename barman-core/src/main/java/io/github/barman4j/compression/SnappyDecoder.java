/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.IOException;
import java.util.zip.CRC32C;
import org.xerial.snappy.Snappy;

/**
 * Snappy's framing format: a stream identifier, then chunks of at most 64 KiB with a masked
 * CRC-32C.
 *
 * <p>The format has no end mark: input cut between two chunks is not noticed here. Chunks of the
 * types that the format lets a reader skip are refused, except for padding: nobody writes them, and
 * one flipped bit makes one of a data chunk.
 *
 * @see <a href="https://github.com/google/snappy/blob/main/framing_format.txt">framing format</a>
 */
final class SnappyDecoder implements Decoder {
  private static final int MAX_PLAIN = 64 * 1024;
  private static final int MAX_CHUNK = 4 + 32 + MAX_PLAIN + MAX_PLAIN / 6;
  private static final int COMPRESSED = 0x00;
  private static final int UNCOMPRESSED = 0x01;
  private static final int PADDING = 0xfe;
  private static final int STREAM_IDENTIFIER = 0xff;
  private static final int CHECKSUM_SIZE = 4;
  private static final long IDENTITY = 0x59705061_4e73L;

  private final Source source;
  private final byte[] chunk = new byte[MAX_CHUNK];
  private final byte[] plain = new byte[MAX_PLAIN];
  private final CRC32C crc = new CRC32C();
  private int position;
  private int limit;
  private boolean identified;

  SnappyDecoder(Source source) {
    this.source = source;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (position == limit) {
      if (!nextChunk()) {
        return -1;
      }
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(plain, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public void close() {}

  private boolean nextChunk() throws IOException {
    int type = identified ? source.read() : source.requireByte();
    if (type < 0) {
      return false;
    }
    int size = (int) source.requireNumber(3);
    if (type == STREAM_IDENTIFIER) {
      identify(size);
    } else if (!identified) {
      throw new MalformedStreamException("no stream identifier at the beginning");
    } else {
      readChunk(type, size);
    }
    return true;
  }

  private void identify(int size) throws IOException {
    if (size != 6 || source.requireNumber(6) != IDENTITY) {
      throw new MalformedStreamException("wrong stream identifier");
    }
    identified = true;
  }

  private void readChunk(int type, int size) throws IOException {
    if (type == COMPRESSED || type == UNCOMPRESSED) {
      readData(type, size);
    } else if (type == PADDING) {
      source.requireSkip(size);
    } else {
      throw new MalformedStreamException("unknown chunk type 0x" + Integer.toHexString(type));
    }
  }

  private void readData(int type, int size) throws IOException {
    if (size < CHECKSUM_SIZE || size > MAX_CHUNK) {
      throw new MalformedStreamException("chunk of " + size + " bytes");
    }
    long expected = source.requireNumber(CHECKSUM_SIZE);
    int length = size - CHECKSUM_SIZE;
    source.require(chunk, 0, length);
    position = 0;
    limit = type == COMPRESSED ? decompress(length) : copy(length);
    verify(expected);
  }

  private int decompress(int length) throws IOException {
    int plainLength = Snappy.uncompressedLength(chunk, 0, length);
    if (plainLength < 0 || plainLength > MAX_PLAIN) {
      throw new MalformedStreamException("chunk claims to have more than 64 KiB");
    }
    return Snappy.uncompress(chunk, 0, length, plain, 0);
  }

  private int copy(int length) throws IOException {
    if (length > MAX_PLAIN) {
      throw new MalformedStreamException("chunk of " + length + " uncompressed bytes");
    }
    System.arraycopy(chunk, 0, plain, 0, length);
    return length;
  }

  private void verify(long expected) throws IOException {
    crc.reset();
    crc.update(plain, 0, limit);
    int value = (int) crc.getValue();
    int masked = Integer.rotateRight(value, 15) + 0xa282ead8;
    if ((int) expected != masked) {
      throw new MalformedStreamException(
          "chunk checksum is %08x, expected %08x".formatted(masked, expected));
    }
  }
}
