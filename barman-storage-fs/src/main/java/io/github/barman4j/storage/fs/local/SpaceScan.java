/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Adds up what trees take up; files that vanish meanwhile are left out. Its memory grows with the
 * number of files that have links outside of what was looked at. For one thread.
 */
final class SpaceScan {

  private final Map<Object, Integer> unseenLinks = new HashMap<>();
  private long files;
  private long apparent;
  private long exclusive;
  private long soleOwned;

  /** Adds a tree; an absent one is empty. */
  SpaceScan add(Path tree) throws IOException {
    if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(tree, new Visitor());
    }
    return this;
  }

  SpaceUsage usage() {
    return new SpaceUsage(files, apparent, exclusive);
  }

  /** Returns the bytes of files with one name only: what Barman calls the deduplicated size. */
  long soleOwnedBytes() {
    return soleOwned;
  }

  /** Returns how many names a file has. */
  static int links(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
  }

  private void add(Path file, BasicFileAttributes attributes) throws IOException {
    int links = links(file);
    files++;
    apparent += attributes.size();
    if (links == 1) {
      soleOwned += attributes.size();
      exclusive += attributes.size();
    } else if (isLastLink(Objects.requireNonNull(attributes.fileKey()), links)) {
      exclusive += attributes.size();
    }
  }

  private boolean isLastLink(Object inode, int links) {
    int unseen = unseenLinks.getOrDefault(inode, links) - 1;
    if (unseen == 0) {
      unseenLinks.remove(inode);
    } else {
      unseenLinks.put(inode, unseen);
    }
    return unseen == 0;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      try {
        add(file, attributes);
      } catch (NoSuchFileException vanished) {
        return FileVisitResult.CONTINUE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
