/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers that other programs wrote: system tools, and the Python modules Barman uses. */
class CodecFixturesTest {
  /** The length of 8,000 rows, before compression, in every fixture. */
  private static final int LENGTH = 158890;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rows.named.gz",
        "rows.members-padded.gz",
        "rows.streams.bz2",
        "rows.streams-padded.xz",
        "rows.blocks.xz",
        "rows.frames.zst",
        "rows.long27.zst",
        "rows.python.zst",
        "rows.linked.lz4",
        "rows.frames.lz4",
        "rows.python-whole.lz4",
        "rows.python-flushed.lz4"
      })
  void whatOtherProgramsWriteIsRead(String name) throws IOException {
    byte[] content = fixture(name);

    assertThat(Codec.sniff(content)).isEqualTo(Codec.ofFileName(name));
    assertThat(Codecs.decompress(Codec.ofFileName(name), content)).isEqualTo(Codecs.rows(LENGTH));
  }

  /** Barman's own containers carry no checksum, so that only their structure tells of a cut. */
  @ParameterizedTest
  @ValueSource(strings = {"rows.python-whole.lz4", "rows.python-flushed.lz4", "rows.python.zst"})
  void aCutOfBarmansContainersIsTruncated(String name) throws IOException {
    byte[] content = fixture(name);
    for (int length = 0; length < content.length; length += length < 200 ? 1 : 97) {
      byte[] cut = Arrays.copyOf(content, length);
      assertThatExceptionOfType(TruncatedStreamException.class)
          .isThrownBy(() -> Codecs.decompress(Codec.ofFileName(name), cut));
    }
  }

  @Test
  void barmansLz4BlocksAreLinkedAndWithoutChecksum() throws IOException {
    assertThat(fixture("rows.python-whole.lz4")[4] & 0xff).isEqualTo(0x48);
    assertThat(fixture("rows.python-flushed.lz4")[4] & 0xff).isEqualTo(0x40);
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = requireNonNull(CodecFixturesTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }
}
