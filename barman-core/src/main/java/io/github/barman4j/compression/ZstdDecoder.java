/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;

/** All frames of a zstd stream; a window above what Barman accepts (2^27) is refused. */
final class ZstdDecoder implements Decoder {
  private static final int MAX_WINDOW_LOG = 27;

  private final Source source;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] input = new byte[128 * 1024];
  private ByteBuffer pending = ByteBuffer.wrap(input, 0, 0);
  private boolean inFrame = true;
  private boolean outputWaits;

  ZstdDecoder(Source source) {
    this.source = source;
    context.setLongMax(MAX_WINDOW_LOG);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    ByteBuffer output = ByteBuffer.wrap(target, offset, length);
    while (output.position() == offset) {
      if (!pending.hasRemaining() && !outputWaits && !refill()) {
        return -1;
      }
      inFrame = !context.decompressByteBufferStream(output, pending);
      outputWaits = inFrame && !output.hasRemaining();
    }
    return output.position() - offset;
  }

  @Override
  public void close() {
    context.close();
  }

  private boolean refill() throws IOException {
    int count = source.read(input, 0, input.length);
    if (count < 0 && inFrame) {
      throw new TruncatedStreamException("a frame does not end");
    }
    pending = ByteBuffer.wrap(input, 0, Math.max(0, count));
    return count > 0;
  }
}
