/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static io.github.barman4j.storage.ObjectKey.STORE_ORDER;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object, or a directory of objects, in a listing.
 *
 * @param sortKey an object's key; for a directory what all keys below begin with, slash included
 * @param path where it is
 * @param version of an object; null for a directory
 */
record FsEntry(String sortKey, Path path, @Nullable FsVersion version) {

  static final Comparator<FsEntry> ORDER = Comparator.comparing(FsEntry::sortKey, STORE_ORDER);

  /** Reads the entry, empty if it is gone or neither: a symbolic link, a socket. */
  static Optional<FsEntry> read(String key, Path path) throws IOException {
    Optional<FsVersion> version = FsVersion.read(path);
    if (version.isPresent()) {
      return Optional.of(new FsEntry(key, path, version.get()));
    }
    return Files.isDirectory(path, NOFOLLOW_LINKS)
        ? Optional.of(new FsEntry(key + "/", path, null))
        : Optional.empty();
  }
}
