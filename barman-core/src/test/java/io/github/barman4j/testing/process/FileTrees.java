/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.process;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Copies and deletes trees of files while servers may be changing them. */
public final class FileTrees {
  private FileTrees() {}

  /** Creates a directory with a short path that other users can read. */
  public static Path createTemporary(String name) {
    try {
      Path directory = Files.createTempDirectory("b4j-" + name);
      return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies a tree with modes and times, and owners where allowed; links stay links and files that
   * vanish meanwhile are left out.
   *
   * @param excluded tells of each path below {@code from} whether it is left out with its children
   */
  public static void copy(Path from, Path to, Predicate<Path> excluded) {
    walk(from, new Copier(from, to, excluded));
  }

  /** Deletes a tree without following links; what is absent already is no error. */
  public static void delete(Path tree) {
    if (Files.exists(tree, NOFOLLOW_LINKS)) {
      walk(tree, new Deleter());
    }
  }

  static void walk(Path tree, SimpleFileVisitor<Path> visitor) {
    try {
      Files.walkFileTree(tree, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private abstract static class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }

  private static final class Copier extends Visitor {
    private final Path from;
    private final Path to;
    private final Predicate<Path> excluded;

    Copier(Path from, Path to, Predicate<Path> excluded) {
      this.from = from;
      this.to = to;
      this.excluded = excluded;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (excluded.test(directory)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Path target = target(directory);
      Files.deleteIfExists(target);
      Files.copy(directory, target, COPY_ATTRIBUTES);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      try {
        if (!excluded.test(file)) {
          Files.copy(file, target(file), COPY_ATTRIBUTES, NOFOLLOW_LINKS);
        }
      } catch (NoSuchFileException e) {
        return visitFileFailed(file, e);
      }
      return FileVisitResult.CONTINUE;
    }

    private Path target(Path path) {
      return to.resolve(from.relativize(path).toString());
    }
  }

  private static final class Deleter extends Visitor {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
