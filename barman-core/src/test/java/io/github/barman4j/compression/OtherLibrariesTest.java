/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.SnappyFramedInputStream;

/** Our framing against that of libraries which share no code with it. */
class OtherLibrariesTest {
  private static final byte[] PLAIN = Codecs.mixed(700_000, 11);

  private interface Reader {
    InputStream open(InputStream in) throws IOException;
  }

  @Test
  void theirReadersReadWhatWeWrite() throws IOException {
    assertReads(Compression.SNAPPY, SnappyFramedInputStream::new);
    assertReads(Compression.SNAPPY, FramedSnappyCompressorInputStream::new);
    assertReads(Compression.LZ4, in -> new LZ4FrameInputStream(in, true));
    assertReads(Compression.LZ4.withLevel(9), FramedLZ4CompressorInputStream::new);
    assertReads(Compression.GZIP, GZIPInputStream::new);
  }

  @Test
  void weReadWhatTheirWritersWrite() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new FramedSnappyCompressorOutputStream(bytes)) {
      out.write(PLAIN, 0, 200_000);
    }
    assertThat(Codecs.decompress(Codec.SNAPPY, bytes.toByteArray()))
        .isEqualTo(Arrays.copyOf(PLAIN, 200_000));
  }

  private static void assertReads(Compression compression, Reader reader) throws IOException {
    byte[] compressed = Codecs.compress(compression, PLAIN);
    try (InputStream in = reader.open(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(PLAIN);
    }
  }
}
