/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where spools lie. Whoever may rename a spool there may put WAL of his own in its place, which
 * PostgreSQL would replay.
 */
final class SpoolPlace {

  private static final int ROOT = 0;
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int STICKY = 01000;

  private SpoolPlace() {}

  /**
   * Refuses a place where others than this user and root may rename what is this user's.
   *
   * @param own a directory that this process has made there
   */
  static void require(Path place, Path own) throws IOException {
    if (Files.getFileStore(place).supportsFileAttributeView("posix")) {
      require(
          place,
          (Integer) Files.getAttribute(place, "unix:uid"),
          (Integer) Files.getAttribute(own, "unix:uid"),
          (Integer) Files.getAttribute(place, "unix:mode"));
    }
  }

  static void require(Path place, int owner, int user, int mode) throws IOException {
    if (owner != user && owner != ROOT) {
      throw new IOException(
          "The spool directory %s belongs to user %s, who could exchange the WAL in it; it must belong to user %s or root. Name a directory that is absent, and it will be made"
              .formatted(place, String.valueOf(owner), String.valueOf(user)));
    }
    if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
      throw new IOException(
          "Others may write to the spool directory %s, and could exchange the WAL in it: it has mode %s. Take that away with chmod go-w, or name a directory that is absent, and it will be made"
              .formatted(place, Integer.toOctalString(mode & 07777)));
    }
  }
}
