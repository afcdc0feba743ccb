/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.Leftover.Kind;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Temporary files that nobody writes any more, and directories that hold nothing. */
final class FsLeftovers {

  private final FsLocation location;
  private final FsDirectories directories;
  private final Instant before;
  private final List<Leftover> found = new ArrayList<>();

  FsLeftovers(FsLocation location, FsDirectories directories, Instant before) {
    this.location = location;
    this.directories = directories;
    this.before = before;
  }

  /** Temporary files have no name yet, so they are found whatever the prefix is. */
  List<Leftover> find(String prefix) throws IOException {
    if (Files.isDirectory(location.temporary(), NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(location.temporary())) {
        files.forEach(file -> add(Kind.TEMPORARY_FILE, file));
      }
    }
    Path directory = location.root().resolve(prefix).normalize();
    if (directory.startsWith(location.root()) && location.isReal(directory)) {
      walk(directory);
    }
    return found;
  }

  /** Tells whether the directory holds nothing. */
  private boolean walk(Path directory) throws IOException {
    boolean empty = true;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        empty = false;
        if (!entry.equals(location.temporary()) && Files.isDirectory(entry, NOFOLLOW_LINKS)) {
          walk(entry);
        }
      }
    } catch (NoSuchFileException gone) {
      return false;
    }
    if (empty && !directory.equals(location.root())) {
      add(Kind.EMPTY_DIRECTORY, directory);
    }
    return empty;
  }

  private void add(Kind kind, Path path) {
    try {
      Instant touched = Files.getLastModifiedTime(path, NOFOLLOW_LINKS).toInstant();
      if (touched.isBefore(before)) {
        String name = location.root().relativize(path).toString();
        found.add(new Leftover(kind, name, name, touched));
      }
    } catch (IOException gone) {
      found.removeIf(leftover -> leftover.id().equals(path.toString()));
    }
  }

  /** Returns whether it is gone; what has been touched since, and what is filled, stays. */
  boolean remove(Leftover leftover) throws IOException {
    Path path = location.root().resolve(leftover.id()).normalize();
    boolean temporary = location.temporary().equals(path.getParent());
    boolean ours = leftover.kind() == Kind.TEMPORARY_FILE ? temporary : !temporary;
    if (!ours || !path.startsWith(location.root()) || path.equals(location.root())) {
      return false;
    }
    try {
      if (!Files.getLastModifiedTime(path, NOFOLLOW_LINKS).toInstant().isBefore(before)) {
        return false;
      }
      Files.delete(path);
      directories.settle(FsLocation.parent(path));
      return true;
    } catch (NoSuchFileException gone) {
      return true;
    } catch (DirectoryNotEmptyException filled) {
      return false;
    }
  }
}
