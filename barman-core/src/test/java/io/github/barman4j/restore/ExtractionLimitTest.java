/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small archive cannot become more than a backup can be. */
class ExtractionLimitTest {

  private static final int RECORD = 512;

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HandMade backup = new HandMade(new MemoryObjectStore("bomb"), threads);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private void assertRefused(String why) {
    Path target = directory.resolve("data");
    assertThatThrownBy(() -> backup.restore(RestoreOptions.into(target)))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(why);
    assertThat(target)
        .satisfiesAnyOf(
            path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
  }

  private void compressed(byte[] header, long zeros) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = Compression.ZSTD.compressing(bytes)) {
      out.write(header);
      byte[] some = new byte[1 << 20];
      for (long left = zeros; left > 0; left -= some.length) {
        out.write(some, 0, (int) Math.min(left, some.length));
      }
    }
    backup.object(new PartName("data", 0, ".zst"), bytes.toByteArray());
  }

  private static byte[] header(TarArchiveEntry entry) {
    byte[] header = new byte[RECORD];
    entry.writeEntryHeader(header);
    return header;
  }

  @Test
  void aMemberThatSaysItIsLargerThanTheDiskIsRefusedBeforeItIsRead() throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("base/1");
    entry.setSize(8L << 50);
    byte[] header = new byte[RECORD];
    entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
    compressed(header, 1 << 20);
    assertRefused("are free");
  }

  @Test
  void zerosWithoutEndBehindATarAreNotReadToTheirEnd() throws IOException {
    compressed(new byte[2 * RECORD], 20 << 20);
    assertRefused("behind the end of its tar");
  }

  @Test
  void aSparseMemberIsRefused() throws IOException {
    byte[] header = header(new TarArchiveEntry("base/1"));
    header[156] = 'S';
    checksum(header);
    compressed(header, 10240);
    assertRefused("sparse");
  }

  private static void checksum(byte[] header) {
    byte[] blanks = "        ".getBytes(ISO_8859_1);
    System.arraycopy(blanks, 0, header, 148, 8);
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    System.arraycopy("%06o\0 ".formatted(sum).getBytes(ISO_8859_1), 0, header, 148, 8);
  }

  @Test
  void allTogetherMayBeAThousandTimesWhatIsStored() {
    BackupPart part = new BackupPart(ObjectKey.of("main/base/x/data.tar"), 1000);
    ExtractionLimit limit = new ExtractionLimit(1000);
    limit.spend(part, 1L << 30);
    limit.spend(part, 1_000_000);
    assertThatThrownBy(() -> limit.spend(part, 1))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("data.tar");
  }

  @Test
  void aLargeBackupHasNoLimitThatANumberCannotHold() {
    BackupPart part = new BackupPart(ObjectKey.of("main/base/x/data.tar"), 1);
    new ExtractionLimit(Long.MAX_VALUE / 2).spend(part, Long.MAX_VALUE / 2);
    assertThat(part.size()).isOne();
  }
}
