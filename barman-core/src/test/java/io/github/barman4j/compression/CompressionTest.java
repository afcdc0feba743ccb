/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompressionTest {
  private static final byte[] PLAIN = Codecs.mixed(300_000, 7);

  static Stream<Compression> everyLevel() {
    return Stream.of(Codec.values())
        .flatMap(
            codec ->
                IntStream.rangeClosed(codec.minLevel(), codec.maxLevel())
                    .mapToObj(level -> new Compression(codec, level)));
  }

  @ParameterizedTest
  @MethodSource("everyLevel")
  void everyLevelOfEveryCodecRoundTrips(Compression compression) throws IOException {
    byte[] compressed = Codecs.compress(compression, PLAIN);

    assertThat(Codecs.decompress(compression.codec(), compressed)).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @MethodSource("everyLevel")
  void everyLevelIsPrintedAsItIsRead(Compression compression) {
    assertThat(Compression.parse(compression.toString())).isEqualTo(compression);
  }

  @ParameterizedTest
  @CsvSource({"GZIP,1,9", "LZ4,0,9", "ZSTD,-5,1", "ZSTD,1,19"})
  void aHigherLevelWritesFewerBytes(Codec codec, int low, int high) {
    byte[] plain = Codecs.rows(600_000);
    int lowSize = Codecs.compress(new Compression(codec, low), plain).length;
    int highSize = Codecs.compress(new Compression(codec, high), plain).length;

    assertThat(highSize).isLessThan(lowSize);
  }

  /** A bzip2 stream names its level; an xz stream the size of its dictionary, 1 MiB and 64 MiB. */
  @Test
  void theLevelIsInTheHeaderWhereTheFormatTellsIt() {
    assertThat(Codecs.compress(Compression.BZIP2.withLevel(3), PLAIN)[3]).isEqualTo((byte) '3');
    assertThat(Codecs.compress(Compression.XZ.withLevel(1), PLAIN)[16]).isEqualTo((byte) 0x10);
    assertThat(Codecs.compress(Compression.XZ.withLevel(9), PLAIN)[16]).isEqualTo((byte) 0x1c);
  }

  @ParameterizedTest
  @CsvSource({"GZIP,0", "GZIP,10", "BZIP2,0", "XZ,10", "LZ4,17", "LZ4,-1", "ZSTD,23", "SNAPPY,1"})
  void aLevelThatTheCodecDoesNotHaveIsRefusedWithItsRange(Codec codec, int level) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Compression.of(codec).withLevel(level))
        .withMessageContaining(codec + " is " + level)
        .withMessageContaining("from " + codec.minLevel() + " to " + codec.maxLevel());
  }

  @ParameterizedTest
  @CsvSource({"zstd:3,ZSTD,3", "ZSTD:-4,ZSTD,-4", "Gzip,GZIP,1", "lz4:0,LZ4,0", "none,NONE,0"})
  void textIsParsed(String text, Codec codec, int level) {
    assertThat(Compression.parse(text)).isEqualTo(new Compression(codec, level));
  }

  @ParameterizedTest
  @CsvSource({"zstd:", "zstd:x", ":3", "zstd:3:4", "pigz", "gzip:0", "'zstd '"})
  void badTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Compression.parse(text));
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void closingEndsTheFrameOnceAndLeavesTheSinkOpen(Codec codec) throws IOException {
    Sink sink = new Sink(Long.MAX_VALUE);
    OutputStream out = Compression.of(codec).compressing(sink);
    out.write(PLAIN);
    out.close();
    int size = sink.bytes.size();
    out.close();

    assertThat(sink.closed).isZero();
    assertThat(sink.bytes.size()).isEqualTo(size);
    assertThat(Codecs.decompress(codec, sink.bytes.toByteArray())).isEqualTo(PLAIN);
    assertThatIOException().isThrownBy(() -> out.write(1)).withMessageContaining("closed");
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void aSinkThatFailsGetsNothingMoreWhenTheStreamCloses(Codec codec) throws IOException {
    Sink sink = new Sink(100_000);
    OutputStream out = Compression.of(codec).compressing(sink);
    assertThatIOException().isThrownBy(() -> writeFor(out, 60)).withMessage("sink is full");
    int calls = sink.calls;
    assertThatIOException().isThrownBy(() -> out.write(1)).withMessageContaining("failed before");
    out.close();

    assertThat(sink.calls).isEqualTo(calls);
  }

  @ParameterizedTest
  @EnumSource(value = Codec.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aSinkThatFailsWhileTheFrameEndsIsReportedByClose(Codec codec) throws IOException {
    byte[] written = Codecs.compress(Compression.of(codec), Codecs.rows(50));
    Sink sink = new Sink(written.length - 1);
    OutputStream out = Compression.of(codec).compressing(sink);
    out.write(Codecs.rows(50));

    assertThatIOException().isThrownBy(out::close).withMessage("sink is full");
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void bytesWrittenOneByOneAreTheSameAsAtOnce(Codec codec) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = Compression.of(codec).compressing(bytes)) {
      for (byte value : Codecs.rows(5000)) {
        out.write(value);
      }
      out.flush();
    }

    assertThat(Codecs.decompress(codec, bytes.toByteArray())).isEqualTo(Codecs.rows(5000));
  }

  /** Barman reads one frame and loses the rest, so flushing must not begin a second one. */
  @Test
  void flushingCostsNoBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = Compression.ZSTD.compressing(bytes)) {
      for (int i = 0; i < 100; i++) {
        out.write(PLAIN, i * 1000, 1000);
        out.flush();
      }
    }
    byte[] same = Arrays.copyOf(PLAIN, 100_000);
    assertThat(bytes.toByteArray()).isEqualTo(Codecs.compress(Compression.ZSTD, same));
  }

  private static void writeFor(OutputStream out, int megabytes) throws IOException {
    for (int i = 0; i < megabytes; i++) {
      out.write(Codecs.mixed(1_000_000, i));
    }
  }

  private static final class Sink extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long capacity;
    private int calls;
    private int closed;

    Sink(long capacity) {
      this.capacity = capacity;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      calls++;
      if (bytes.size() + length > capacity) {
        throw new IOException("sink is full");
      }
      bytes.write(source, offset, length);
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
