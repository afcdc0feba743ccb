/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.tar.TarAttributes;
import io.github.barman4j.internal.tar.TarHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** The tar that a directory would be, as Barman's tools for clouds make it of a data directory. */
final class TreeTar {

  private TreeTar() {}

  /**
   * What is known of the tar without the content of any file.
   *
   * @param size in bytes
   * @param modified when a file in it was last written
   * @param version differs where a name, size, time or mode does
   */
  record Summary(long size, Instant modified, String version) {}

  /** Returns what is known of the tar. */
  static Summary measure(Path root) throws IOException {
    CRC32C checksum = new CRC32C();
    Instant modified = Instant.EPOCH;
    long size = 0;
    TreeEntries walk = new TreeEntries(root);
    for (TreeEntry entry = walk.next(); entry != null; entry = walk.next()) {
      byte[] header = header(entry);
      checksum.update(header);
      size += header.length + contentSize(entry);
      Instant written = entry.modified().toInstant();
      modified = written.isAfter(modified) ? written : modified;
    }
    String version = HexFormat.of().toHexDigits((int) checksum.getValue()) + "-" + size;
    return new Summary(size + TarHeaders.end(size), modified, version);
  }

  private static long contentSize(TreeEntry entry) {
    return entry.isFile() ? entry.size() + TarHeaders.padding(entry.size()) : 0;
  }

  /**
   * Opens a range of the tar; what is before it is not read. The caller closes it.
   *
   * @param length of the range, which ends before or with the tar
   */
  static InputStream open(Path root, long offset, long length) throws IOException {
    TreeTarStream tar = new TreeTarStream(root, offset + length);
    tar.skipNBytes(offset);
    return tar;
  }

  /** Returns what stands before the content; nothing for what no backup of PostgreSQL has. */
  static byte[] header(TreeEntry entry) throws IOException {
    TreeEntry.Owner owner = entry.owner();
    TarAttributes attributes =
        new TarAttributes(owner.mode(), owner.uid(), owner.gid(), "", "", entry.modified());
    return switch (entry.type()) {
      case FILE -> TarHeaders.file(entry.name(), entry.size(), attributes);
      case DIRECTORY -> TarHeaders.directory(entry.name(), attributes);
      case SYMBOLIC_LINK ->
          TarHeaders.symbolicLink(
              entry.name(), Files.readSymbolicLink(entry.path()).toString(), attributes);
      case OTHER -> new byte[0];
    };
  }
}
