/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.internal.archive.StoredWal;
import io.github.barman4j.internal.archive.WalPageHeader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What a comparison of a local WAL file with the archive's, decoded, found.
 *
 * @param storedBytes size of the archive's
 * @param storedHeader says what the archive's begins with, for messages; empty if it is no WAL
 * @param difference where the first byte differs, or one of them ends; empty if nothing differs
 */
record WalComparison(long storedBytes, String storedHeader, OptionalLong difference) {

  private static final int BUFFER = 64 << 10;

  static WalComparison of(LocalWal local, StoredWal stored) throws IOException {
    try (InputStream mine = local.open()) {
      return new Run(mine, stored.content()).compare();
    }
  }

  /** Returns whose WAL content begins with, for messages; empty if it is none. */
  static String describe(byte[] beginning) {
    return WalPageHeader.find(beginning).map(WalPageHeader::toString).orElse("");
  }

  boolean isEqual() {
    return difference.isEmpty();
  }

  private static final class Run {
    private final InputStream mine;
    private final InputStream stored;
    private String header = "";
    private long offset;
    private long difference = -1;

    Run(InputStream mine, InputStream stored) {
      this.mine = mine;
      this.stored = stored;
    }

    WalComparison compare() throws IOException {
      byte[] theirs = stored.readNBytes(BUFFER);
      header = describe(theirs);
      while (theirs.length > 0) {
        compareWith(theirs);
        offset += theirs.length;
        theirs = stored.readNBytes(BUFFER);
      }
      if (difference < 0 && mine.read() >= 0) {
        difference = offset;
      }
      return new WalComparison(
          offset, header, difference < 0 ? OptionalLong.empty() : OptionalLong.of(difference));
    }

    private void compareWith(byte[] theirs) throws IOException {
      if (difference < 0) {
        int at = Arrays.mismatch(theirs, mine.readNBytes(theirs.length));
        difference = at < 0 ? -1 : offset + at;
      }
    }
  }
}
