/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.tar.TarWriter.Written;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarWriterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void aFileThatShrankIsFilledWithZeros() throws IOException {
    Written written = write(ChecksumAlgorithm.CRC32C, 700_000, Tars.content(500_000));
    byte[] expected = Arrays.copyOf(Tars.content(500_000), 700_000);

    assertThat(written.missing()).isEqualTo(200_000);
    assertThat(written.checksum()).isEqualTo(checksum(ChecksumAlgorithm.CRC32C, expected));
    assertThat(contents()).containsOnlyKeys("f", "next").containsEntry("f", expected);
  }

  @Test
  void whatAFileGrewByIsLeft() throws IOException {
    Written written = write(ChecksumAlgorithm.SHA256, 300_000, Tars.content(500_000));
    byte[] expected = Arrays.copyOf(Tars.content(500_000), 300_000);

    assertThat(written.missing()).isZero();
    assertThat(written.checksum()).isEqualTo(checksum(ChecksumAlgorithm.SHA256, expected));
    assertThat(contents()).containsOnlyKeys("f", "next").containsEntry("f", expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 262_143, 262_144, 262_145})
  void aFileOfAnySizeIsCopied(int size) throws IOException {
    write(ChecksumAlgorithm.NONE, size, Tars.content(size));

    assertThat(contents()).containsEntry("f", Tars.content(size));
    assertThat(bytes.size() % 10_240).isZero();
  }

  @Test
  void theRootIsADirectoryNamedAsBarmanNamesIt() {
    byte[] tar = Tars.write(writer -> writer.addDirectory("./", Tars.DIRECTORY));
    String text = new String(tar, US_ASCII);

    assertThat(text).contains(" mtime=1772360100.123456");
    assertThat(text.substring(1024)).startsWith("./\0").contains("ustar\00000postgres");
  }

  @Test
  void aTimeWithoutFractionNeedsNoPaxHeader() {
    TarAttributes whole =
        new TarAttributes(0600, 26, 27, "postgres", "dba", FileTime.fromMillis(1_772_360_100_000L));
    byte[] tar = Tars.write(writer -> writer.addDirectory("base", whole));

    assertThat(new String(tar, US_ASCII)).startsWith("base/\0");
  }

  @Test
  void aSymbolicLinkIsWritten() throws IOException {
    byte[] tar = Tars.write(w -> w.addSymbolicLink("pg_hba.conf", "/etc/pg/hba.conf", Tars.FILE));

    assertThat(Tars.reader(tar).next())
        .isEqualTo(
            new TarMember(
                "pg_hba.conf",
                TarMember.Type.SYMBOLIC_LINK,
                "/etc/pg/hba.conf",
                0600,
                Tars.TIME,
                0));
  }

  @Test
  void numbersThatOctalCannotHoldAreKept() throws IOException {
    TarAttributes big = new TarAttributes(0600, 4_000_000_000L, 3_000_000, "", "", Tars.TIME);
    byte[] tar = Tars.write(w -> w.addFile("f", 0, big, InputStream.nullInputStream()));

    assertThat(new String(tar, US_ASCII)).contains("uid=4000000000").contains("gid=3000000");
    assertThat(Tars.reader(tar).next()).isNotNull();
  }

  @Test
  void aCheckpointThatThrowsStopsWithinOneBuffer() throws IOException {
    int[] checks = {0};
    TarWriter tar =
        new TarWriter(
            bytes,
            ChecksumAlgorithm.NONE,
            () -> {
              if (++checks[0] > 3) {
                throw new IOException("stopped");
              }
            });
    byte[] content = new byte[5_000_000];

    assertThatIOException()
        .isThrownBy(() -> tar.addFile("f", 5_000_000, Tars.FILE, new ByteArrayInputStream(content)))
        .withMessage("stopped");
    assertThat(bytes.size()).isLessThan(600_000);
  }

  @Test
  void aTarThatIsNotFinishedHasNoEndMark() throws IOException {
    TarWriter tar = new TarWriter(bytes, ChecksumAlgorithm.NONE, () -> {});
    for (int i = 0; i < 40; i++) {
      Tars.add(tar, "f" + i, 512);
    }
    TarReader reader = Tars.reader(bytes.toByteArray());
    Tars.read(reader);

    assertThat(reader.endedProperly()).isFalse();
  }

  @Test
  void aTarCannotBeFinishedAfterAFailure() {
    TarWriter tar = new TarWriter(bytes, ChecksumAlgorithm.NONE, () -> {});
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk failed");
          }
        };
    assertThatIOException()
        .isThrownBy(() -> tar.addFile("f", 10, Tars.FILE, failing))
        .withMessage("disk failed");
    assertThatIOException().isThrownBy(tar::finish);
  }

  private Written write(ChecksumAlgorithm algorithm, int size, byte[] content) throws IOException {
    TarWriter tar = new TarWriter(bytes, algorithm, () -> {});
    Written written = tar.addFile("f", size, Tars.FILE, new ByteArrayInputStream(content));
    Tars.add(tar, "next", 5);
    tar.finish();
    return written;
  }

  private Map<String, byte[]> contents() throws IOException {
    return Tars.read(Tars.reader(bytes.toByteArray()));
  }

  private static String checksum(ChecksumAlgorithm algorithm, byte[] content) {
    var checksum = algorithm.start();
    checksum.update(content, 0, content.length);
    return checksum.hex();
  }
}
