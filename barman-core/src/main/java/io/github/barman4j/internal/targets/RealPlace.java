/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.targets;

import io.github.barman4j.RestoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares directories by where they really are, existing or not. */
public final class RealPlace {

  private RealPlace() {}

  /**
   * Returns the path without symbolic links, as far as it exists.
   *
   * @throws RestoreFailedException if a link in it leads to nothing, so that nobody knows where
   */
  public static Path of(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path existing = nearest(absolute);
    return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
  }

  /**
   * Returns the path itself, or the nearest above it that exists.
   *
   * @throws RestoreFailedException if that is a link to nothing
   */
  public static Path nearest(Path absolute) {
    for (Path above = absolute; above != null; above = above.getParent()) {
      if (Files.exists(above)) {
        return above;
      } else if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
        throw new RestoreFailedException(
            above + " is a symbolic link to nothing. Make the directory it leads to, or remove it");
      }
    }
    throw new IllegalArgumentException("No absolute path: " + absolute);
  }

  /** Tells whether two real paths are one, or one lies in the other. */
  public static boolean areTogether(Path one, Path other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  /**
   * Requires that each target has a place of its own, and none is the root of all.
   *
   * @throws RestoreFailedException if not
   */
  public static void requireSeparate(List<Path> targets) throws IOException {
    List<Path> before = new ArrayList<>();
    for (Path target : targets) {
      Path real = of(target);
      if (real.getParent() == null) {
        throw new RestoreFailedException(
            target + " is the root of the file system; nothing is restored there");
      }
      for (Path other : before) {
        requireApart(real, other);
      }
      before.add(real);
    }
  }

  private static void requireApart(Path one, Path other) {
    if (areTogether(one, other)) {
      throw new RestoreFailedException(
          "%s and %s are one, or one lies in the other; each directory of a backup needs a place of its own"
              .formatted(other, one));
    }
  }
}
