/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the target has a file of the backup. As Barman does, it believes size and time of
 * a file that is older than both the backup and the one that the target was made from; unlike
 * Barman, only if the time is the same to the nanosecond. All others are compared by content.
 *
 * @param horizon what was last written before it may be believed; null if nothing may
 */
record FileComparison(@Nullable Instant horizon) {

  private static final String ATTRIBUTES = "unix:mode,nlink,size,lastModifiedTime,isRegularFile";

  /** What is to be done with a file. */
  enum Outcome {
    WRITE,
    ADJUST,
    LEAVE
  }

  Outcome compare(TreeEntry source, Path target) throws IOException {
    try {
      return compare(
          source, target, Files.readAttributes(target, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
    } catch (FileSystemException e) {
      // Also if what is a directory in the backup is a file here, and stays one for a dry run.
      if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        return Outcome.WRITE;
      }
      throw e;
    }
  }

  private Outcome compare(TreeEntry source, Path target, Map<String, Object> found)
      throws IOException {
    boolean candidate =
        Boolean.TRUE.equals(found.get("isRegularFile"))
            && Long.valueOf(source.size()).equals(found.get("size"))
            && isUnshared(found);
    boolean sameTime = source.modified().equals(found.get("lastModifiedTime"));
    if (!candidate || !(isBelieved(source, sameTime) || isSame(source.path(), target))) {
      return Outcome.WRITE;
    }
    boolean sameMode =
        found.get("mode") instanceof Integer mode
            && (mode & RestoredFiles.PERMISSIONS) == RestoredFiles.modeOf(source);
    return sameTime && sameMode ? Outcome.LEAVE : Outcome.ADJUST;
  }

  /** A file with another name, perhaps in a backup, would be written by the restored server. */
  private static boolean isUnshared(Map<String, Object> found) {
    return Integer.valueOf(1).equals(found.get("nlink"));
  }

  private boolean isBelieved(TreeEntry source, boolean sameTime) {
    return horizon != null && sameTime && source.modified().compareTo(FileTime.from(horizon)) < 0;
  }

  private static boolean isSame(Path source, Path target) throws IOException {
    return Files.mismatch(source, target) < 0;
  }
}
