/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static io.github.barman4j.storage.fs.local.FileComparison.Outcome.ADJUST;
import static io.github.barman4j.storage.fs.local.FileComparison.Outcome.LEAVE;
import static io.github.barman4j.storage.fs.local.FileComparison.Outcome.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileComparisonTest {

  private static final Instant WRITTEN = Instant.parse("2026-03-01T10:00:00.123456789Z");
  private static final Instant LATER = WRITTEN.plusSeconds(60);

  @TempDir private Path directory;
  private Path source;
  private Path target;

  @BeforeEach
  void make() throws IOException {
    source = file("source", "AAAA", WRITTEN);
    target = file("target", "AAAA", WRITTEN);
  }

  private Path file(String name, String content, Instant modified) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.setLastModifiedTime(file, FileTime.from(modified));
    return file;
  }

  private FileComparison.Outcome compare(@Nullable Instant horizon) throws IOException {
    return new FileComparison(horizon).compare(TreeEntry.of(source, "source"), target);
  }

  @Test
  void sizeAndTimeOfAnOldFileAreBelieved() throws IOException {
    file("target", "BBBB", WRITTEN);
    assertThat(compare(LATER)).isEqualTo(LEAVE);
  }

  @Test
  void withoutAHorizonOrBehindItTheContentDecides() throws IOException {
    assertThat(compare(null)).isEqualTo(LEAVE);
    file("target", "BBBB", WRITTEN);
    assertThat(compare(null)).isEqualTo(WRITE);
    assertThat(compare(WRITTEN)).isEqualTo(WRITE);
  }

  /** Barman looks at whole seconds, and leaves the file as it is. */
  @Test
  void anotherTimeInTheSameSecondIsNotBelieved() throws IOException {
    file("target", "BBBB", WRITTEN.plusNanos(1));
    assertThat(compare(LATER)).isEqualTo(WRITE);
    file("target", "AAAA", WRITTEN.plusNanos(1));
    assertThat(compare(LATER)).isEqualTo(ADJUST);
  }

  @Test
  void anotherModeIsAdjusted() throws IOException {
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(compare(LATER)).isEqualTo(ADJUST);
  }

  @Test
  void whatIsNoFileOfItsOwnIsWritten() throws IOException {
    Files.createLink(directory.resolve("other name"), target);
    assertThat(compare(LATER)).isEqualTo(WRITE);
    Files.delete(target);
    assertThat(compare(LATER)).isEqualTo(WRITE);
    Files.createSymbolicLink(target, source);
    assertThat(compare(LATER)).isEqualTo(WRITE);
    Files.delete(target);
    Files.createDirectory(target);
    assertThat(compare(LATER)).isEqualTo(WRITE);
  }

  @Test
  void anotherSizeIsWritten() throws IOException {
    file("target", "AAAAA", WRITTEN);
    assertThat(compare(LATER)).isEqualTo(WRITE);
  }
}
