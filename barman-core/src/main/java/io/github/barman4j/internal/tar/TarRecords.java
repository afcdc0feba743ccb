/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/** The library's reader, with the checks of each header that it leaves out. */
final class TarRecords extends TarArchiveInputStream {
  private static final int TYPE_OFFSET = 156;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_LENGTH = 12;

  /** PAX headers and long names are read into memory; PostgreSQL's need some hundred bytes. */
  private static final long MAX_EXTENSION = 1024 * 1024;

  private static final String EXTENSIONS = "xgXLK";

  private boolean endedProperly;

  TarRecords(InputStream in) {
    super(
        in,
        TarConstants.DEFAULT_BLKSIZE,
        TarConstants.DEFAULT_RCDSIZE,
        StandardCharsets.UTF_8.name(),
        false);
  }

  boolean endedProperly() {
    return endedProperly;
  }

  @Override
  protected boolean isEOFRecord(byte @Nullable [] header) {
    boolean end = super.isEOFRecord(header);
    endedProperly |= end && header != null;
    return end;
  }

  @Override
  protected byte @Nullable [] readRecord() throws IOException {
    byte[] header = super.readRecord();
    if (header != null && !super.isEOFRecord(header)) {
      check(header);
    }
    return header;
  }

  private static void check(byte[] header) throws IOException {
    if (!TarUtils.verifyCheckSum(header)) {
      throw new IOException("a header fails its checksum");
    }
    long size = TarUtils.parseOctalOrBinary(header, SIZE_OFFSET, SIZE_LENGTH);
    if (EXTENSIONS.indexOf(header[TYPE_OFFSET]) >= 0 && (size < 0 || size > MAX_EXTENSION)) {
      throw new IOException("an extended header of " + size + " bytes");
    }
  }
}
