/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The version of a file: replaced by renaming, it has another inode or, if that was reused, another
 * time.
 *
 * @param inode its number
 * @param size in bytes
 * @param modified when it was written
 */
record FsVersion(long inode, long size, FileTime modified) {

  private static final String ATTRIBUTES = "unix:ino,size,lastModifiedTime,isRegularFile";

  /** Reads the version of a file, empty if there is none or it is not a regular file. */
  static Optional<FsVersion> read(Path file) throws IOException {
    try {
      Map<String, Object> found = Files.readAttributes(file, ATTRIBUTES, NOFOLLOW_LINKS);
      return Boolean.TRUE.equals(found.get("isRegularFile"))
          ? Optional.of(of(found))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static FsVersion of(Map<String, Object> attributes) throws FileSystemException {
    if (attributes.get("ino") instanceof Number inode
        && attributes.get("size") instanceof Number size
        && attributes.get("lastModifiedTime") instanceof FileTime time) {
      return new FsVersion(inode.longValue(), size.longValue(), time);
    }
    throw new FileSystemException("The file system tells neither inode, size nor time");
  }

  String etag() {
    return Long.toHexString(inode)
        + "-"
        + Long.toHexString(modified.to(TimeUnit.NANOSECONDS))
        + "-"
        + Long.toHexString(size);
  }

  ObjectMetadata metadata(ObjectKey key) {
    return new ObjectMetadata(key, size, modified.toInstant(), etag());
  }
}
