/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;
import org.xerial.snappy.SnappyError;

/** Opens a codec's decoder at the first read and gives its errors one shape. */
final class DecompressingInputStream extends InputStream {
  private static final int XZ_MEMORY_KIB = 128 * 1024;

  private final Codec codec;
  private final Source source;
  private @Nullable Decoder decoder;
  private @Nullable IOException failure;
  private boolean closed;

  DecompressingInputStream(Codec codec, InputStream compressed) {
    this.codec = codec;
    this.source = new Source(compressed);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    checkUsable();
    if (length == 0) {
      return 0;
    }
    try {
      return opened().read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      failure = translate(e);
      throw failure;
    } catch (LinkageError | SnappyError e) {
      failure = new CodecUnavailableException(codec, e);
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (decoder != null) {
      decoder.close();
    }
    source.close();
  }

  private void checkUsable() throws IOException {
    if (closed) {
      throw new IOException(codec + " stream is closed");
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Decoder opened() throws IOException {
    if (decoder == null) {
      decoder = open();
    }
    return decoder;
  }

  private Decoder open() throws IOException {
    NativeLibraries.locate(codec);
    return switch (codec) {
      case NONE -> Decoder.of(source);
      case GZIP -> new GzipDecoder(source);
      case BZIP2 -> Decoder.of(new BZip2CompressorInputStream(source, true));
      case XZ -> Decoder.of(new XZInputStream(source, XZ_MEMORY_KIB));
      case SNAPPY -> new SnappyDecoder(source);
      case LZ4 -> new Lz4Decoder(source);
      case ZSTD -> new ZstdDecoder(source);
    };
  }

  /**
   * Decoders of several libraries throw what they like at damaged input; the input's own goes on.
   */
  private IOException translate(Exception thrown) {
    if (source.isOwnFailure(thrown)) {
      return thrown instanceof IOException io ? io : new IOException(thrown);
    }
    String detail = thrown.getMessage() == null ? thrown.getClass().getName() : thrown.getMessage();
    if (thrown instanceof EOFException
        || thrown instanceof TruncatedStreamException
        || source.isAtEnd()) {
      return new TruncatedStreamException(
          String.format(
              Locale.ROOT,
              "%s content is truncated after %d bytes: %s",
              codec,
              source.total(),
              detail),
          thrown);
    }
    return new MalformedStreamException(
        String.format(
            Locale.ROOT,
            "%s content is damaged within its first %d bytes: %s",
            codec,
            source.total(),
            detail),
        thrown);
  }
}
