/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.targets;

import io.github.barman4j.RestoreFailedException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/** What lies in a directory that is to be restored into. */
public final class TargetContent {

  /** What a file system itself puts at its root, which is nobody's content. */
  public static final Set<String> DISREGARDED = Set.of("lost+found");

  private TargetContent() {}

  /**
   * Tells whether a directory is absent, or nothing is in it but what the file system put there.
   */
  public static boolean isNone(Path directory) throws IOException {
    return isNone(directory, Set.of());
  }

  /** Tells whether nothing is in a directory but what the file system put there and these names. */
  public static boolean isNone(Path directory, Set<String> expected) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!expected.contains(name(entry)) && !isDisregarded(entry)) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException absent) {
      return true;
    } catch (DirectoryIteratorException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  /** Tells whether something directly below a target was put there by the file system. */
  public static boolean isDisregarded(Path entry) {
    return DISREGARDED.contains(name(entry)) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
  }

  private static String name(Path entry) {
    return Objects.requireNonNull(entry.getFileName()).toString();
  }

  /**
   * Requires that a directory can be claimed, and changes nothing.
   *
   * @param otherwise what else than another directory would help, in words
   * @throws RestoreFailedException if it is not empty, or cannot be listed
   */
  public static void requireFree(Path directory, String otherwise) {
    try {
      if (Files.exists(directory.resolve(TargetDirectory.CLAIM), LinkOption.NOFOLLOW_LINKS)) {
        throw claimed(directory);
      } else if (!isNone(directory)) {
        throw new RestoreFailedException(
            directory
                + " is not empty. Restore into a directory that is absent or empty"
                + otherwise);
      }
    } catch (IOException e) {
      throw new RestoreFailedException(directory + " cannot be listed: " + e, e);
    }
  }

  static void requireNone(Path directory, Set<String> expected) throws IOException {
    if (!isNone(directory, expected)) {
      throw new RestoreFailedException(
          directory + " is not empty. Restore into a directory that is absent or empty");
    }
  }

  /** Returns that another restore has claimed a directory. */
  static RestoreFailedException claimed(Path directory) throws IOException {
    Path claim = directory.resolve(TargetDirectory.CLAIM);
    String owner = ClaimOwner.find(claim).map(process -> ", process " + process.pid()).orElse("");
    return new RestoreFailedException(
        "%s is not empty: another restore has claimed it%s. Let it end; if none runs, remove %s and what it left"
            .formatted(directory, owner, claim));
  }
}
