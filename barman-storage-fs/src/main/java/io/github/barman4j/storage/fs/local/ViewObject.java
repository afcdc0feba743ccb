/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** An object of the view; what it is of is looked at only when it is asked for. */
non-sealed interface ViewObject extends ViewNode {

  /** Looks what there is to say of the object. */
  ObjectMetadata metadata() throws IOException;

  /**
   * Opens a range of the bytes.
   *
   * @param found what {@link #metadata()} said
   */
  InputStream open(ObjectMetadata found, ByteRange range) throws IOException;

  /** A small object that has been read. */
  final class Read implements ViewObject {
    private final String key;
    private final byte[] bytes;
    private final FileTime modified;

    /**
     * Makes the object.
     *
     * @param bytes its content, not copied
     * @param modified when it was written
     */
    Read(String key, byte[] bytes, FileTime modified) {
      this.key = key;
      this.bytes = bytes;
      this.modified = modified;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public ObjectMetadata metadata() {
      CRC32C checksum = new CRC32C();
      checksum.update(bytes);
      String etag = HexFormat.of().toHexDigits(checksum.getValue()) + "-" + bytes.length;
      return new ObjectMetadata(ObjectKey.of(key), bytes.length, modified.toInstant(), etag);
    }

    @Override
    public InputStream open(ObjectMetadata found, ByteRange range) {
      int from = (int) range.offset();
      return new ByteArrayInputStream(bytes, from, (int) range.lengthWithin(bytes.length));
    }
  }

  /**
   * An object that is a file.
   *
   * @param file not a symbolic link
   */
  record OfFile(String key, Path file) implements ViewObject {
    @Override
    public ObjectMetadata metadata() throws IOException {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      FileTime modified = found.lastModifiedTime();
      String etag = Long.toHexString(modified.to(TimeUnit.NANOSECONDS)) + "-" + found.size();
      return new ObjectMetadata(ObjectKey.of(key), found.size(), modified.toInstant(), etag);
    }

    @Override
    public InputStream open(ObjectMetadata found, ByteRange range) throws IOException {
      return FileSlice.open(file, range.offset(), range.lengthWithin(found.size()));
    }
  }

  /**
   * An object that was to be read and could not be.
   *
   * @param file it is
   * @param failure of reading it
   */
  record Unreadable(OfFile file, IOException failure) implements ViewObject {
    @Override
    public String key() {
      return file.key();
    }

    @Override
    public ObjectMetadata metadata() throws IOException {
      return file.metadata();
    }

    @Override
    public InputStream open(ObjectMetadata found, ByteRange range) throws IOException {
      throw failure;
    }
  }

  /**
   * A tar that is made of a directory while it is read.
   *
   * @param root the directory
   */
  record OfTree(String key, Path root) implements ViewObject {
    @Override
    public ObjectMetadata metadata() throws IOException {
      TreeTar.Summary tar = TreeTar.measure(root);
      return new ObjectMetadata(ObjectKey.of(key), tar.size(), tar.modified(), tar.version());
    }

    @Override
    public InputStream open(ObjectMetadata found, ByteRange range) throws IOException {
      return TreeTar.open(root, range.offset(), range.lengthWithin(found.size()));
    }
  }
}
