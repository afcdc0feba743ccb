/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * What stands between the contents in a tar that {@link TarWriter} would write: for a reader that
 * makes the tar while it is read, and knows its size before.
 */
public final class TarHeaders {

  private static final int BLOCK = 512;

  private TarHeaders() {}

  /** Returns what stands before the content of a file of {@code size} bytes. */
  public static byte[] file(String name, long size, TarAttributes attributes) throws IOException {
    TarArchiveEntry entry = TarWriter.entry(name, TarConstants.LF_NORMAL, attributes);
    entry.setSize(size);
    return bytes(entry);
  }

  /** Returns all there is of a directory. */
  public static byte[] directory(String name, TarAttributes attributes) throws IOException {
    return bytes(TarWriter.entry(name + "/", TarConstants.LF_DIR, attributes));
  }

  /** Returns all there is of a symbolic link. */
  public static byte[] symbolicLink(String name, String target, TarAttributes attributes)
      throws IOException {
    TarArchiveEntry entry = TarWriter.entry(name, TarConstants.LF_SYMLINK, attributes);
    entry.setLinkName(target);
    return bytes(entry);
  }

  /** Returns how many zeros stand behind the content of a file of {@code size} bytes. */
  public static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  /** Returns how many zeros end a tar of {@code size} bytes. */
  public static int end(long size) {
    long marked = size + 2L * BLOCK;
    long records = (marked + TarWriter.RECORD - 1) / TarWriter.RECORD;
    return (int) (records * TarWriter.RECORD - size);
  }

  // The stream is not closed: that would end the tar. It holds nothing.
  @SuppressWarnings("resource")
  private static byte[] bytes(TarArchiveEntry entry) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream(3 * BLOCK);
    TarArchiveOutputStream tar = TarWriter.newTar(header);
    tar.putArchiveEntry(entry);
    return header.toByteArray();
  }
}
