/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import org.xerial.snappy.SnappyError;
import org.xerial.snappy.SnappyFramedOutputStream;

/** One encoder over one {@link Sink}; frees the encoder whatever fails. */
final class CompressingOutputStream extends OutputStream {
  private static final int BUFFER = 64 * 1024;

  private final Sink sink;
  private final OutputStream encoder;
  private boolean failed;
  private boolean closed;

  private CompressingOutputStream(Sink sink, OutputStream encoder) {
    this.sink = sink;
    this.encoder = encoder;
  }

  static OutputStream open(Compression compression, OutputStream out) throws IOException {
    Sink sink = new Sink(out);
    NativeLibraries.locate(compression.codec());
    try {
      return new CompressingOutputStream(sink, encoder(compression, sink));
    } catch (LinkageError | SnappyError e) {
      throw new CodecUnavailableException(compression.codec(), e);
    }
  }

  private static OutputStream encoder(Compression compression, Sink sink) throws IOException {
    int level = compression.level();
    return switch (compression.codec()) {
      case NONE -> sink;
      case GZIP -> new Gzip(sink, level);
      case BZIP2 -> new BZip2CompressorOutputStream(sink, level);
      case XZ -> new XZOutputStream(sink, new LZMA2Options(level));
      case SNAPPY -> new SnappyFramedOutputStream(sink);
      case LZ4 -> new Lz4Encoder(sink, level);
      case ZSTD -> new ZstdEncoder(sink, level);
    };
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    checkUsable();
    try {
      encoder.write(source, offset, length);
    } catch (IOException | RuntimeException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    checkUsable();
    sink.flush();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (failed) {
      release();
    } else {
      encoder.close();
      sink.flush();
    }
  }

  private void checkUsable() throws IOException {
    if (closed || failed) {
      throw new IOException("compressing stream " + (closed ? "is closed" : "has failed before"));
    }
  }

  /** The failure was thrown already, by write; closing only frees. */
  private void release() {
    sink.discard();
    try {
      encoder.close();
    } catch (IOException | RuntimeException ignored) {
      // An encoder that stopped half way may not be able to end; it has freed what it had.
    }
  }

  /** Passes writes on until told to discard them; never closes what it writes to. */
  private static final class Sink extends OutputStream {
    private final OutputStream out;
    private boolean discarding;

    Sink(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      if (!discarding) {
        out.write(value);
      }
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      if (!discarding) {
        out.write(source, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      if (!discarding) {
        out.flush();
      }
    }

    void discard() {
      discarding = true;
    }
  }

  /** The JDK's gzip at a level, which frees its deflater even if the last write fails. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out, int level) throws IOException {
      super(out, BUFFER);
      def.setLevel(level);
    }

    @Override
    public void close() throws IOException {
      Deflater deflater = def;
      try {
        finish();
      } finally {
        deflater.end();
      }
    }
  }
}
