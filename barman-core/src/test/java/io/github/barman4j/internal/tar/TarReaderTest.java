/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.internal.tar.TarMember.Type;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  private static final byte[] SAMPLE = Tars.sample();

  @Test
  void whatWasWrittenIsRead() throws IOException {
    TarReader reader = Tars.reader(SAMPLE);
    Map<String, byte[]> contents = Tars.read(reader);

    assertThat(contents.keySet())
        .containsExactly(
            ".",
            "base",
            "PG_VERSION",
            "base/empty",
            "base/1",
            "base/" + "n".repeat(150),
            "base/d\u00fcrr");
    assertThat(contents.get("base/d\u00fcrr")).isEqualTo(Tars.content(8192));
    assertThat(contents.get("base/" + "n".repeat(150))).isEqualTo(Tars.content(513));
    assertThat(reader.endedProperly()).isTrue();
  }

  @Test
  void aMemberTellsWhatTheTarTells() throws IOException {
    byte[] tar = Tars.write(writer -> Tars.add(writer, "./PG_VERSION", 3));

    assertThat(Tars.reader(tar).next())
        .isEqualTo(new TarMember("PG_VERSION", Type.FILE, "", 0600, Tars.TIME, 3));
  }

  @Test
  void contentThatIsNotReadIsSkipped() throws IOException {
    TarReader reader = Tars.reader(SAMPLE);
    int members = 0;
    while (reader.next() != null) {
      members++;
    }
    assertThat(members).isEqualTo(7);
  }

  @Test
  void aStreamEndsWithItsMember() throws IOException {
    TarReader reader = Tars.reader(SAMPLE);
    reader.next();
    InputStream root = reader.stream();
    assertThat(root.read()).isEqualTo(-1);
    reader.next();

    assertThatIllegalStateException().isThrownBy(root::read);
    assertThat(reader.stream().readAllBytes()).isEmpty();
  }

  /** A cut in or after a member's content is only told by the missing end mark, if at all. */
  @Test
  void aCutAtAnyByteIsAnErrorOrLacksTheEndMark() throws IOException {
    int end = SAMPLE.length - trailingZeros(SAMPLE);
    for (int length = 0; length < end; length++) {
      TarReader reader = Tars.reader(Arrays.copyOf(SAMPLE, length));
      try {
        Tars.read(reader);
        assertThat(reader.endedProperly()).as("cut at %d", length).isFalse();
      } catch (CorruptArchiveException e) {
        assertThat(e).hasMessageContaining("data.tar is not a whole tar");
      }
    }
  }

  @Test
  void aCutInsideContentIsAnErrorThatNamesTheMember() {
    byte[] cut = Arrays.copyOf(SAMPLE, SAMPLE.length - trailingZeros(SAMPLE) - 4000);

    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> Tars.read(Tars.reader(cut)))
        .withMessageContaining("base/d\u00fcrr");
  }

  /** A zero of the checksum's octal number may become a space, which is the same number. */
  @Test
  void noFlippedBitInAHeaderChangesWhatIsRead() throws IOException {
    TarMember expected = Tars.reader(SAMPLE).next();
    int harmless = 0;
    for (int bit = 0; bit < 8 * 512; bit++) {
      byte[] flipped = SAMPLE.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(Tars.reader(flipped).next()).as("bit %d", bit).isEqualTo(expected);
        harmless++;
      } catch (CorruptArchiveException e) {
        assertThat(e).hasMessageContaining("data.tar");
      }
    }
    assertThat(harmless).isLessThan(8);
  }

  @Test
  void noiseIsAnError() {
    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> Tars.read(Tars.reader(Tars.content(20_000))))
        .withMessageContaining("data.tar is not a whole tar, at its beginning");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../x", "base/../../x", "base/..", "..", "./../x"})
  void aNameThatLeadsOutIsRefused(String name) {
    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> Tars.reader(named(name, '0')).next())
        .withMessageContaining("data.tar has a member")
        .withMessageContaining(name);
  }

  @ParameterizedTest
  @CsvSource({"./PG_VERSION,PG_VERSION", "a//b,a/b", "././a/./b,a/b", "..a,..a", "a..,a..", "./,."})
  void aNameIsNormalized(String name, String expected) throws IOException {
    assertThat(requireNonNull(Tars.reader(named(name, '0')).next()).name()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0,FILE",
    "5,DIRECTORY",
    "2,SYMBOLIC_LINK",
    "3,OTHER",
    "4,OTHER",
    "6,OTHER",
    "7,FILE"
  })
  void theTypeIsTold(char flag, Type expected) throws IOException {
    assertThat(requireNonNull(Tars.reader(named("x", flag)).next()).type()).isEqualTo(expected);
  }

  @Test
  void aHardLinkThatLeadsOutIsRefused() {
    byte[] tar = named("x", '1');
    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> Tars.reader(tar).next())
        .withMessageContaining("\"x\"");
  }

  @Test
  void anExtendedHeaderOfGigabytesIsAnErrorAndNotAnAllocation() {
    byte[] tar = named("x", 'x');
    System.arraycopy("77777777777".getBytes(StandardCharsets.US_ASCII), 0, tar, 124, 11);
    sign(tar);

    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> Tars.reader(tar).next())
        .withMessageContaining("extended header of 8589934591 bytes");
  }

  @Test
  void theStreamsOwnFailurePassesUnchanged() {
    IOException reset = new IOException("connection reset");
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw reset;
          }
        };
    InputStream source =
        new SequenceInputStream(new ByteArrayInputStream(SAMPLE, 0, 9000), failing);

    assertThatIOException()
        .isThrownBy(() -> Tars.read(new TarReader(source, "data.tar")))
        .isSameAs(reset);
  }

  /** One ustar header and an end mark. */
  private static byte[] named(String name, char flag) {
    byte[] tar = new byte[10_240];
    TarUtils.formatNameBytes(name, tar, 0, 100);
    TarUtils.formatLongOctalBytes(0600, tar, 100, 8);
    TarUtils.formatLongOctalBytes(0, tar, 124, 12);
    TarUtils.formatLongOctalBytes(0, tar, 136, 12);
    tar[156] = (byte) flag;
    TarUtils.formatNameBytes("/etc/passwd", tar, 157, 100);
    TarUtils.formatNameBytes("ustar", tar, 257, 6);
    sign(tar);
    return tar;
  }

  private static void sign(byte[] tar) {
    Arrays.fill(tar, 148, 156, (byte) ' ');
    long sum = TarUtils.computeCheckSum(Arrays.copyOf(tar, 512));
    TarUtils.formatCheckSumOctalBytes(sum, tar, 148, 8);
  }

  private static int trailingZeros(byte[] tar) {
    int count = 0;
    while (tar[tar.length - 1 - count] == 0) {
      count++;
    }
    return count / 512 * 512;
  }
}
