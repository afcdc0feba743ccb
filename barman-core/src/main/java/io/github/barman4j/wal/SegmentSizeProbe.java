/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.internal.archive.StoredWal;
import io.github.barman4j.internal.archive.WalPageHeader;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Tells the size of a cluster's segments by one of them. */
final class SegmentSizeProbe {

  private SegmentSizeProbe() {}

  /** Returns the size that the first page says, or if it cannot be read the one that there is. */
  static Optional<WalSegmentSize> of(StoredWal segment) throws IOException {
    InputStream content = segment.content();
    byte[] beginning = content.readNBytes(WalPageHeader.LENGTH);
    Optional<WalPageHeader> header = WalPageHeader.find(beginning).filter(WalPageHeader::isCertain);
    long bytes =
        header.isPresent()
            ? header.get().segmentBytes()
            : beginning.length + content.transferTo(OutputStream.nullOutputStream());
    return WalSegmentSize.isLegal(bytes)
        ? Optional.of(new WalSegmentSize((int) bytes))
        : Optional.empty();
  }
}
