/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.targets;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Removes by open directories, so that no path can lead elsewhere meanwhile. */
final class OpenDirectory {

  private OpenDirectory() {}

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  static SecureDirectoryStream<Path> open(Path directory) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException(directory + " is in a file system whose directories cannot be held open");
  }

  /** Removes an entry with all below it, if it is there; follows no links. */
  static void remove(SecureDirectoryStream<Path> directory, Path name) throws IOException {
    try {
      if (!isDirectory(directory, name)) {
        directory.deleteFile(name);
        return;
      }
      try (SecureDirectoryStream<Path> below =
          directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        for (Path entry : names(below)) {
          remove(below, entry);
        }
      }
      directory.deleteDirectory(name);
    } catch (NoSuchFileException gone) {
      // That is what is wanted.
    }
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    return directory
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private static List<Path> names(SecureDirectoryStream<Path> directory) {
    List<Path> names = new ArrayList<>();
    for (Path entry : directory) {
      names.add(Objects.requireNonNull(entry.getFileName()));
    }
    return names;
  }
}
