/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.internal.archive.SegmentCheck;
import io.github.barman4j.internal.archive.WalPageHeader;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A segment of the archive that says so when it is not what its name says, so that damaged WAL is
 * not taken for the end of the WAL: its first page is checked at once, its size at the end.
 */
final class CheckedSegment extends FilterInputStream {

  private final WalSegmentName name;
  private final byte[] beginning = new byte[WalPageHeader.LENGTH];
  private long position;

  /**
   * Makes the check of a segment.
   *
   * @param content decoded; closed by this
   */
  CheckedSegment(WalSegmentName name, InputStream content) {
    super(content);
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte @Nullable [] target, int offset, int length) throws IOException {
    int count = readDecoded(target, offset, length);
    if (count < 0) {
      requireNo(new SegmentCheck(name, beginning, position).problem());
    } else if (target != null && position < beginning.length) {
      keep(target, offset, count);
    }
    position += Math.max(count, 0);
    return count;
  }

  private void keep(byte[] target, int offset, int count) {
    int kept = Math.min(count, beginning.length - (int) position);
    System.arraycopy(target, offset, beginning, (int) position, kept);
    if (position + kept == beginning.length) {
      requireNo(new SegmentCheck(name, beginning, bytesAsItSays()).problem());
    }
  }

  private long bytesAsItSays() {
    return WalPageHeader.find(beginning)
        .filter(WalPageHeader::isCertain)
        .map(WalPageHeader::segmentBytes)
        .orElse(WalSegmentSize.DEFAULT.bytes());
  }

  private int readDecoded(byte @Nullable [] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (MalformedStreamException e) {
      throw corrupt(e.getMessage(), e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, beginning.length)).length;
  }

  private void requireNo(Optional<String> problem) {
    problem.ifPresent(
        what -> {
          throw corrupt(what, null);
        });
  }

  private CorruptArchiveException corrupt(@Nullable String what, @Nullable Throwable cause) {
    return new CorruptArchiveException(
        "WAL segment "
            + name
            + " in the archive is damaged: "
            + what
            + ". Recovery past it is impossible; choose a target before it",
        cause);
  }
}
