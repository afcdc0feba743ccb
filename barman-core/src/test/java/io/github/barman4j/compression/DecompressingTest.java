/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecompressingTest {
  private static final byte[] PLAIN = Codecs.rows(1500);

  static Stream<Codec> compressed() {
    return Codecs.compressed();
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void anEmptyObjectIsTruncated(Codec codec) {
    assertThatExceptionOfType(TruncatedStreamException.class)
        .isThrownBy(() -> Codecs.decompress(codec, new byte[0]))
        .withMessageContaining(codec + " content is truncated after 0 bytes");
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void noContentRoundTrips(Codec codec) throws IOException {
    byte[] compressed = Codecs.compress(Compression.of(codec), new byte[0]);

    assertThat(compressed).isNotEmpty();
    assertThat(Codecs.decompress(codec, compressed)).isEmpty();
  }

  /**
   * Framed snappy may be cut after its stream identifier: the format does not say where it ends.
   */
  @ParameterizedTest
  @MethodSource("compressed")
  void aCutAtAnyByteIsTruncated(Codec codec) {
    byte[] compressed = Codecs.compress(Compression.of(codec), PLAIN);
    int[] accepted =
        IntStream.range(0, compressed.length)
            .filter(length -> decodes(codec, Arrays.copyOf(compressed, length)))
            .toArray();

    assertThat(accepted).isEqualTo(codec == Codec.SNAPPY ? new int[] {10} : new int[0]);
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void aCutInTheMiddleOfMuchContentIsTruncated(Codec codec) {
    byte[] compressed = Codecs.compress(Compression.of(codec), Codecs.mixed(700_000, 3));

    int cut = compressed.length * 2 / 3;

    assertThatExceptionOfType(TruncatedStreamException.class)
        .isThrownBy(() -> Codecs.decompress(codec, Arrays.copyOf(compressed, cut)))
        .withMessageContaining(" " + cut + " bytes");
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void aCutInTheSecondFrameIsTruncated(Codec codec) {
    byte[] one = Codecs.compress(Compression.of(codec), PLAIN);
    byte[] two = Codecs.concat(one, one);
    int[] accepted =
        IntStream.range(one.length + 1, two.length)
            .filter(length -> decodes(codec, Arrays.copyOf(two, length)))
            .toArray();

    assertThat(accepted)
        .isEqualTo(codec == Codec.SNAPPY ? new int[] {one.length + 10} : new int[0]);
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void framesOneAfterAnotherAreOneContent(Codec codec) throws IOException {
    byte[] one = Codecs.compress(Compression.of(codec), PLAIN);
    byte[] two = Codecs.compress(Compression.of(codec), Codecs.rows(200_000));

    assertThat(Codecs.decompress(codec, Codecs.concat(one, two)))
        .isEqualTo(Codecs.concat(PLAIN, Codecs.rows(200_000)));
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void bytesAfterTheEndAreAnError(Codec codec) {
    byte[] compressed = Codecs.compress(Compression.of(codec), PLAIN);
    for (int length : new int[] {1, 2, 3, 4, 5, 12, 1000}) {
      byte[] garbage = new byte[length];
      Arrays.fill(garbage, (byte) 'q');
      assertThatExceptionOfType(MalformedStreamException.class)
          .isThrownBy(() -> Codecs.decompress(codec, Codecs.concat(compressed, garbage)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"BZIP2", "SNAPPY", "LZ4", "ZSTD"})
  void zeroesAfterTheEndAreAnErrorWhereTheFormatHasNoPadding(Codec codec) {
    byte[] compressed = Codecs.compress(Compression.of(codec), PLAIN);

    assertThatExceptionOfType(MalformedStreamException.class)
        .isThrownBy(() -> Codecs.decompress(codec, Codecs.concat(compressed, new byte[512])));
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"GZIP", "XZ"})
  void zeroesAfterTheEndArePaddingWhereTheFormatHasIt(Codec codec) throws IOException {
    byte[] compressed = Codecs.compress(Compression.of(codec), PLAIN);

    assertThat(Codecs.decompress(codec, Codecs.concat(compressed, new byte[512]))).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void noFlippedBitChangesTheContentUnnoticed(Codec codec) {
    byte[] compressed = Codecs.compress(Compression.of(codec), PLAIN);
    for (int bit = 0; bit < 8 * compressed.length; bit++) {
      byte[] flipped = compressed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(decodedOrPlain(codec, flipped)).as("bit %d", bit).isEqualTo(PLAIN);
    }
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void aFailedReadFailsAgain(Codec codec) throws IOException {
    byte[] compressed = Codecs.compress(Compression.of(codec), Codecs.mixed(700_000, 3));
    try (InputStream in =
        codec.decompressing(new ByteArrayInputStream(compressed, 0, compressed.length / 2))) {
      assertThatIOException().isThrownBy(in::readAllBytes);
      assertThatExceptionOfType(TruncatedStreamException.class).isThrownBy(in::read);
      assertThatExceptionOfType(TruncatedStreamException.class).isThrownBy(in::read);
    }
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void theInputsOwnFailurePassesUnchanged(Codec codec) throws IOException {
    byte[] compressed = Codecs.compress(Compression.of(codec), Codecs.mixed(700_000, 3));
    IOException reset = new IOException("connection reset");
    InputStream source =
        new SequenceInputStream(
            new ByteArrayInputStream(compressed, 0, compressed.length / 2),
            new FailingInput(reset));
    try (InputStream in = codec.decompressing(source)) {
      assertThatIOException().isThrownBy(in::readAllBytes).isSameAs(reset);
    }
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void closingClosesTheInputOnce(Codec codec) throws IOException {
    CountingInput source = new CountingInput(Codecs.compress(Compression.of(codec), PLAIN));
    InputStream in = codec.decompressing(source);
    assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOf(PLAIN, 10));
    in.close();
    in.close();

    assertThat(source.closed).isEqualTo(codec == Codec.NONE ? 2 : 1);
  }

  @ParameterizedTest
  @MethodSource("compressed")
  void bytesComeOneByOneAndFromAnInputThatGivesThemOneByOne(Codec codec) throws IOException {
    byte[] compressed = Codecs.compress(Compression.of(codec), PLAIN);
    try (InputStream in = codec.decompressing(new DrippingInput(compressed))) {
      for (byte expected : PLAIN) {
        assertThat(in.read()).isEqualTo(expected);
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void contentOfAnotherCodecIsMalformed() {
    for (Codec written : Codecs.compressed().toList()) {
      byte[] compressed = Codecs.compress(Compression.of(written), PLAIN);
      Codecs.compressed()
          .filter(codec -> codec != written)
          .forEach(
              codec ->
                  assertThatExceptionOfType(MalformedStreamException.class)
                      .isThrownBy(() -> Codecs.decompress(codec, compressed)));
    }
  }

  private static boolean decodes(Codec codec, byte[] compressed) {
    try {
      Codecs.decompress(codec, compressed);
      return true;
    } catch (TruncatedStreamException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError("cut at " + compressed.length + " is not called truncated", e);
    }
  }

  private static byte[] decodedOrPlain(Codec codec, byte[] compressed) {
    try {
      return Codecs.decompress(codec, compressed);
    } catch (MalformedStreamException e) {
      return PLAIN;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class FailingInput extends InputStream {
    private final IOException failure;

    FailingInput(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw failure;
    }
  }

  private static final class CountingInput extends ByteArrayInputStream {
    private int closed;

    CountingInput(byte[] content) {
      super(content);
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private static final class DrippingInput extends ByteArrayInputStream {
    DrippingInput(byte[] content) {
      super(content);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(1, length));
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
