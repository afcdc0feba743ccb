/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedWalInputStreamTest {

  private static final WalSegmentName FIRST = WalSegmentName.parse("000000010000000000000001");
  private final Zeros zeros = new Zeros();

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 16 << 20})
  void aWholeSegmentIsReadAndNotAByteMore(int size) throws IOException {
    byte[] segment = segment(size);
    assertThat(bounded(new ByteArrayInputStream(segment), FIRST).readAllBytes()).isEqualTo(segment);

    assertTooLong(new SequenceInputStream(new ByteArrayInputStream(segment), zeros), FIRST, size);
    assertThat(zeros.count).isEqualTo(1);
  }

  @Test
  void aSegmentWhoseFirstPageSaysNothingHasOneGibibyte() {
    assertTooLong(zeros, FIRST, 1 << 30);
    assertThat(zeros.count).isEqualTo((1L << 30) + 1);
  }

  @Test
  void aFirstPageThatComesByteByByteIsBelievedToo() throws IOException {
    byte[] longer = Arrays.copyOf(segment(1 << 20), (1 << 20) + 1);
    InputStream in = bounded(new ByteArrayInputStream(longer), FIRST);
    for (int i = 0; i < 1 << 20; i++) {
      assertThat(in.read()).isEqualTo(longer[i] & 0xFF);
    }
    assertThatThrownBy(in::read).isInstanceOf(MalformedStreamException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000002.history", "000000010000000000000001.00000028.backup"})
  void aTextHasOneMebibyte(String name) {
    assertTooLong(zeros, WalFileName.parse(name), 1 << 20);
  }

  private static byte[] segment(int size) {
    return WalSegments.of(new SystemIdentifier(7), new WalSegmentSize(size)).bytes(FIRST);
  }

  private static InputStream bounded(InputStream in, WalFileName name) {
    return BoundedWalInputStream.of(in, name);
  }

  private static void assertTooLong(InputStream in, WalFileName name, long most) {
    assertThatThrownBy(() -> bounded(in, name).transferTo(OutputStream.nullOutputStream()))
        .isInstanceOf(MalformedStreamException.class)
        .hasMessageContaining("at most " + most + " bytes");
  }

  /** Never ends, and counts what was taken. */
  private static final class Zeros extends InputStream {
    private long count;

    @Override
    public int read() {
      count++;
      return 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      Arrays.fill(bytes, offset, offset + length, (byte) 0);
      count += length;
      return length;
    }
  }
}
