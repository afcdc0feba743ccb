/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decoded content of a WAL file, of which no more can be read than such a file can hold: a few
 * megabytes of compressed zeros would fill a disk. A segment ends where its first page says, and at
 * 1 GiB if that does not say; a history or label at 1 MiB. For one thread.
 */
public final class BoundedWalInputStream extends FilterInputStream {

  private static final long LARGEST_TEXT = 1 << 20;

  private final byte[] beginning = new byte[WalPageHeader.LENGTH];
  private final boolean isSegment;
  private long limit;
  private long count;

  private BoundedWalInputStream(InputStream content, boolean isSegment) {
    super(content);
    this.isSegment = isSegment;
    limit = isSegment ? WalSegmentSize.LARGEST : LARGEST_TEXT;
  }

  /**
   * Bounds a stream, which is closed with it.
   *
   * @param name of the file, null if it is none of PostgreSQL's
   */
  public static InputStream of(InputStream content, @Nullable WalFileName name) {
    boolean isText =
        name instanceof WalFileName.History || name instanceof WalFileName.BackupHistory;
    return new BoundedWalInputStream(content, !isText);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, (int) Math.min(length, limit - count + 1));
    if (read > 0) {
      observe(bytes, offset, read);
    }
    return read;
  }

  private void observe(byte[] bytes, int offset, int read) throws IOException {
    if (isSegment && count < beginning.length) {
      int more = (int) Math.min(beginning.length - count, read);
      System.arraycopy(bytes, offset, beginning, (int) count, more);
      believeFirstPage(count + more);
    }
    count += read;
    if (count > limit) {
      throw new MalformedStreamException(
          "expected at most " + limit + " bytes, got more: it is not the WAL file it is named as");
    }
  }

  private void believeFirstPage(long known) {
    if (known == beginning.length) {
      Optional<WalPageHeader> header = WalPageHeader.find(beginning);
      header
          .filter(WalPageHeader::isCertain)
          .filter(page -> WalSegmentSize.isLegal(page.segmentBytes()))
          .ifPresent(page -> limit = page.segmentBytes());
    }
  }

  @Override
  public long skip(long n) throws IOException {
    return read(new byte[(int) Math.min(Math.max(n, 0), 1 << 16)]);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
