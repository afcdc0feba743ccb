/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.internal.server.Entry;
import io.github.barman4j.internal.work.BandwidthLimit;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of one file: Barman's matrix of cases, and what must never happen to an inode. */
class TreeCopyTest {

  private static final FileTime OLD = FileTime.from(Instant.ofEpochSecond(1000, 123_456_789));
  private static final Instant HORIZON = Instant.ofEpochSecond(2000);

  @TempDir Path directory;
  private final Guard guard = new Guard(new CancellationToken());
  private final CopyTotals totals = new CopyTotals();
  private Path source;
  private Path before;
  private Path now;
  private Durability durability;

  @BeforeEach
  void makeDirectories() throws IOException {
    source = Files.createDirectory(directory.resolve("source"));
    before = Files.createDirectory(directory.resolve("before"));
    now = Files.createDirectory(directory.resolve("now"));
    durability = Durability.of(now, true);
  }

  @AfterEach
  void close() {
    durability.close();
  }

  private static Path write(Path directory, String content, FileTime time) throws IOException {
    Path file = Files.writeString(directory.resolve("f"), content);
    Files.setPosixFilePermissions(file, fromString("rw-------"));
    return Files.setLastModifiedTime(file, time);
  }

  private void make(ReuseBackup reuse, boolean strict, long limit) throws IOException {
    Progress progress = new Progress(new BackupListener() {});
    CopyTarget target =
        new CopyTarget(now, before, reuse, new ReuseDecision(HORIZON, strict), limit == 0, null);
    BandwidthLimit rate = new BandwidthLimit(limit, guard);
    CopyTools tools =
        new CopyTools(
            new KernelCopy(guard, progress, durability),
            new BufferedCopy(guard, progress, durability, rate));
    Path file = source.resolve("f");
    PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
    new TreeCopy(target, totals, progress, tools)
        .make(
            new Entry.RegularFile(
                file, "f", found.lastModifiedTime(), found.size(), found.permissions()));
  }

  private static Object inode(Path directory) throws IOException {
    return Files.getAttribute(directory.resolve("f"), "unix:ino");
  }

  @Test
  void anUnchangedFileIsLinked() throws IOException {
    write(source, "AAAA", OLD);
    write(before, "AAAA", OLD);
    make(ReuseBackup.LINK, false, 0);
    assertThat(inode(now)).isEqualTo(inode(before));
    assertThat(totals).hasToString("1 files linked, 0 copied, 0 compared");
    assertThat(totals.bytes()).isEqualTo(4);
    assertThat(totals.ownBytes()).isZero();
  }

  @Test
  void aTimeThatWasSetBackDeceivesBarmansRuleButNotTheStrictOne() throws IOException {
    write(source, "BBBB", OLD);
    write(before, "AAAA", OLD);
    make(ReuseBackup.LINK, false, 0);
    assertThat(now.resolve("f")).hasContent("AAAA");
    Files.delete(now.resolve("f"));
    make(ReuseBackup.LINK, true, 0);
    assertThat(now.resolve("f")).hasContent("BBBB");
    assertThat(before.resolve("f")).hasContent("AAAA");
  }

  @Test
  void anotherWriteInTheSameSecondDeceivesBarmansRuleButNotTheStrictOne() throws IOException {
    write(source, "BBBB", FileTime.from(OLD.toInstant().plusNanos(1000)));
    write(before, "AAAA", OLD);
    make(ReuseBackup.LINK, false, 0);
    assertThat(now.resolve("f")).hasContent("AAAA");
    Files.delete(now.resolve("f"));
    make(ReuseBackup.LINK, true, 0);
    assertThat(now.resolve("f")).hasContent("BBBB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "BBBB"})
  void aYoungFileIsJudgedByItsContent(String content) throws IOException {
    FileTime young = FileTime.from(HORIZON.plusSeconds(5));
    write(source, content, young);
    write(before, "AAAA", young);
    make(ReuseBackup.LINK, false, 0);
    assertThat(now.resolve("f")).hasContent(content);
    assertThat(inode(now).equals(inode(before))).isEqualTo(content.equals("AAAA"));
  }

  @Test
  void anotherModeMakesACopyAndLeavesTheOldFileAlone() throws IOException {
    write(source, "AAAA", OLD);
    write(before, "AAAA", OLD);
    Files.setPosixFilePermissions(source.resolve("f"), fromString("rw-rw-rw-"));
    make(ReuseBackup.LINK, false, 0);
    assertThat(inode(now)).isNotEqualTo(inode(before));
    assertThat(Files.getPosixFilePermissions(now.resolve("f"))).isEqualTo(fromString("rw-rw-rw-"));
    assertThat(Files.getPosixFilePermissions(before.resolve("f")))
        .isEqualTo(fromString("rw-------"));
  }

  @Test
  void aCopyIsMadeOfWhatTheBackupBeforeHas() throws IOException {
    write(source, "BBBB", OLD);
    write(before, "AAAA", OLD);
    make(ReuseBackup.COPY, false, 0);
    assertThat(now.resolve("f")).hasContent("AAAA");
    assertThat(inode(now)).isNotEqualTo(inode(before));
    assertThat(totals.ownBytes()).isEqualTo(4);
  }

  @Test
  void aLinkOfAnotherFileSystemBecomesACopy() throws IOException {
    before = Files.createTempDirectory(Path.of("/dev/shm"), "barman4j");
    try {
      write(source, "AAAA", OLD);
      write(before, "AAAA", OLD);
      make(ReuseBackup.LINK, false, 0);
      assertThat(now.resolve("f")).hasContent("AAAA");
      assertThat(totals.ownBytes()).isEqualTo(4);
    } finally {
      DurableFiles.deleteTree(before);
    }
  }

  @ParameterizedTest
  @EnumSource(ReuseBackup.class)
  void aLinkInTheBackupBeforeIsNotFollowed(ReuseBackup reuse) throws IOException {
    write(source, "AAAA", OLD);
    Files.createSymbolicLink(before.resolve("f"), write(directory, "XXXX", OLD));
    make(reuse, false, 0);
    assertThat(now.resolve("f")).hasContent("AAAA");
    assertThat(now.resolve("f")).isRegularFile();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1L << 40})
  void aCopyHasContentModeAndTime(long limit) throws IOException {
    byte[] content = new byte[(17 << 20) + 3];
    new Random(3).nextBytes(content);
    Files.write(source.resolve("f"), content);
    write(source, new String(content, StandardCharsets.ISO_8859_1), OLD);
    Files.setPosixFilePermissions(source.resolve("f"), fromString("r--rw-rwx"));
    make(ReuseBackup.OFF, false, limit);
    Path copy = now.resolve("f");
    assertThat(copy).hasSameBinaryContentAs(source.resolve("f"));
    assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(fromString("r--rw-rwx"));
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(OLD);
    assertThat(totals.bytes()).isEqualTo(Files.size(copy));
  }

  @Test
  void anEmptyFileIsCopied() throws IOException {
    write(source, "", OLD);
    make(ReuseBackup.LINK, false, 0);
    assertThat(now.resolve("f")).isEmptyFile();
  }

  @Test
  void aDirectoryThatIsNotThereIsNoVanishedFile() throws IOException {
    write(source, "AAAA", OLD);
    Files.delete(now);
    assertThatThrownBy(() -> make(ReuseBackup.OFF, false, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("now/f");
    Files.createDirectory(now);
  }

  @Test
  void stopsBetweenBuffers() throws IOException {
    write(source, "AAAA", OLD);
    guard.stop();
    assertThatThrownBy(() -> make(ReuseBackup.OFF, false, 0))
        .isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void oldKernelsMakeFilesDurableOneByOne() throws IOException {
    assertThat(Durability.tellsErrors("5.8.0-1-amd64")).isTrue();
    assertThat(Durability.tellsErrors("6.1")).isTrue();
    assertThat(Durability.tellsErrors("5.4.0")).isFalse();
    assertThat(Durability.tellsErrors("4.18.0-553.el8")).isFalse();
    assertThat(Durability.tellsErrors("?")).isFalse();
    durability.close();
    durability = Durability.of(now, false);
    write(source, "AAAA", OLD);
    make(ReuseBackup.OFF, false, 0);
    durability.finish();
    assertThat(now.resolve("f")).hasContent("AAAA");
  }
}
