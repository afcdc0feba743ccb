/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Turns the names of tar members into paths below a root, and nowhere else. */
record MemberPath(Path root, String part) {

  /**
   * Returns the path of a member.
   *
   * @throws CorruptArchiveException if the name is absolute or leads out of the root
   */
  Path resolve(String name) {
    if (name.startsWith("/") || name.indexOf('\0') >= 0 || hasParent(name)) {
      throw refused(name);
    }
    try {
      Path path = root.resolve(name).normalize();
      if (!path.startsWith(root)) {
        throw refused(name);
      }
      return path;
    } catch (InvalidPathException e) {
      throw new CorruptArchiveException(
          "%s has a member '%s', which %s"
              .formatted(part, ForeignName.shown(name), ForeignName.unmappable()),
          e);
    }
  }

  /**
   * Returns the path of a member that cannot be the root itself.
   *
   * @throws CorruptArchiveException if the name is absolute or does not lead below the root
   */
  Path resolveBelow(String name) {
    Path path = resolve(name);
    if (path.equals(root)) {
      throw refused(name);
    }
    return path;
  }

  private static boolean hasParent(String name) {
    return ("/" + name + "/").contains("/../");
  }

  private CorruptArchiveException refused(String name) {
    return new CorruptArchiveException(
        part
            + " has a member named '"
            + ForeignName.shown(name)
            + "', which does not lie below the directory that is"
            + " restored; nothing of it was written");
  }
}
