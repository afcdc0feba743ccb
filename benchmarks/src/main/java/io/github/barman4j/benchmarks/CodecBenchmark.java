/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks;

import io.github.barman4j.compression.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long one thread takes to encode and decode {@link #SIZE} bytes of {@link SampleData}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class CodecBenchmark {
  static final int SIZE = 8 << 20;
  private static final int BUFFER = 256 * 1024;

  /** A compression as {@link Compression#parse} reads it. */
  @Param({"gzip:1", "gzip:6", "gzip:9", "bzip2", "xz", "snappy", "lz4", "zstd", "zstd:3"})
  public String compression = "";

  private final byte[] buffer = new byte[BUFFER];
  private byte[] plain = {};
  private byte[] encoded = {};

  /** Makes the bytes to encode and those to decode. */
  @Setup
  public void makeSamples() throws IOException {
    plain = SampleData.of(SIZE);
    encoded = encode(plain, Compression.parse(compression));
  }

  /** Encodes into nothing, in pieces as files are read. */
  @Benchmark
  public void encode() throws IOException {
    encode(plain, Compression.parse(compression), OutputStream.nullOutputStream());
  }

  /** Decodes and forgets. */
  @Benchmark
  public long decode() throws IOException {
    InputStream source = new ByteArrayInputStream(encoded);
    long total = 0;
    try (InputStream in = Compression.parse(compression).codec().decompressing(source)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
      }
    }
    return total;
  }

  static byte[] encode(byte[] plain, Compression compression) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encode(plain, compression, encoded);
    return encoded.toByteArray();
  }

  private static void encode(byte[] plain, Compression compression, OutputStream sink)
      throws IOException {
    try (OutputStream out = compression.compressing(sink)) {
      for (int begin = 0; begin < plain.length; begin += BUFFER) {
        out.write(plain, begin, Math.min(BUFFER, plain.length - begin));
      }
    }
  }
}
