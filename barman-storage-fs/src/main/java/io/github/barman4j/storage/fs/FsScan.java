/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static io.github.barman4j.storage.ObjectKey.STORE_ORDER;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first entries of a directory that a listing wants. It holds only those, however many
 * the directory has, and asks the file system only about names that may be among them.
 */
final class FsScan {

  private static final int MAX_KEY = 1024;

  private final String base;
  private final String prefix;
  private final FsPosition position;
  private final @Nullable String done;
  private final int limit;
  private final PriorityQueue<FsEntry> first = new PriorityQueue<>(FsEntry.ORDER.reversed());

  /**
   * Makes a scan.
   *
   * @param base what keys in the directory begin with
   * @param prefix what wanted keys begin with
   * @param position how far the listing has come
   * @param done the sort key up to which this directory is done, null if it was not begun
   * @param limit the most entries wanted
   */
  FsScan(String base, String prefix, FsPosition position, @Nullable String done, int limit) {
    this.base = base;
    this.prefix = prefix;
    this.position = position;
    this.done = done;
    this.limit = limit;
  }

  /** Returns the entries, ascending; none if the directory is gone meanwhile. */
  List<FsEntry> entries(Path directory) throws IOException {
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        look(base + path.getFileName(), path);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    return first.stream().sorted(FsEntry.ORDER).toList();
  }

  private void look(String key, Path path) throws IOException {
    if (key.equals(FsLocation.TEMPORARY) || !(isWanted(key) || isWantedDirectory(key + "/"))) {
      return;
    }
    FsEntry entry = FsEntry.read(key, path).orElse(null);
    if (entry != null && isWanted(entry)) {
      first.add(entry);
      if (first.size() > limit) {
        first.remove();
      }
    }
  }

  private boolean isWanted(FsEntry entry) {
    return entry.version() == null ? isWantedDirectory(entry.sortKey()) : isWanted(entry.sortKey());
  }

  private boolean isWanted(String key) {
    return isCandidate(key) && position.admits(key) && isKey(key);
  }

  private boolean isWantedDirectory(String key) {
    return isCandidate(key) && position.admitsBelow(key);
  }

  private boolean isCandidate(String sortKey) {
    return sortKey.startsWith(prefix)
        && (done == null || STORE_ORDER.compare(sortKey, done) > 0)
        && (first.size() < limit || STORE_ORDER.compare(sortKey, first.element().sortKey()) < 0);
  }

  // What others put under the root may have a path that no key can be.
  private static boolean isKey(String text) {
    return text.length() <= MAX_KEY / 4 || text.getBytes(UTF_8).length <= MAX_KEY;
  }
}
