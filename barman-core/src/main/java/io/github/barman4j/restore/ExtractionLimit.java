/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much a backup may become when it is extracted, so that a few kilobytes cannot fill a disk or
 * keep a restore busy for ever: a file no more than is free, all of them no more than a thousand
 * times what is stored, which pages of PostgreSQL stay far below. Pages of zeros take no space and
 * do not count. Thread-safe.
 */
final class ExtractionLimit {

  private static final long ALWAYS = 1L << 30;
  private static final long RATIO = 1000;
  private static final long HEADER = 512;

  /** More than any tar is padded with. */
  private static final int PADDING = 16 << 20;

  /** Below, it is not worth asking the file system. */
  private static final long SMALL = 64L << 20;

  private final long allowed;
  private final AtomicLong spent = new AtomicLong();

  /** Limits what is made of so many bytes in the store. */
  ExtractionLimit(long stored) {
    this.allowed =
        stored > Long.MAX_VALUE / RATIO - ALWAYS ? Long.MAX_VALUE : ALWAYS + RATIO * stored;
  }

  /** A member of this size begins, of which the tar need not have a single byte. */
  void begin(BackupPart part, Path file, long size) throws IOException {
    spend(part, HEADER);
    if (size > SMALL) {
      long free = Files.getFileStore(existing(file)).getUsableSpace();
      if (size > free) {
        throw new CorruptArchiveException(
            String.format(
                Locale.ROOT,
                "%s has a member '%s' of %d bytes, and %d are free: free more, or choose another backup",
                part.key(),
                file,
                size,
                free));
      }
    }
  }

  private static Path existing(Path file) {
    Path path = file;
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  /** So many bytes were written that are not zeros. */
  void spend(BackupPart part, long bytes) {
    if (spent.addAndGet(bytes) > allowed) {
      throw new CorruptArchiveException(
          String.format(
              Locale.ROOT,
              "%s makes the backup more than %d bytes, a thousand times what is stored: no backup does",
              part.key(),
              allowed));
    }
  }

  /** Reads what follows the end of a tar. */
  static void requireEnd(BackupPart part, InputStream decoded) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    for (int count = decoded.read(buffer); count >= 0; count = decoded.read(buffer)) {
      total += count;
      if (total > PADDING) {
        throw new CorruptArchiveException(
            part.key() + " has more than " + PADDING + " bytes behind the end of its tar");
      }
    }
  }
}
