/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a store's objects lie: a key is a path below the root.
 *
 * @param root without symbolic links
 * @param uri without a slash at its end
 */
record FsLocation(Path root, URI uri) {

  /** Where unfinished objects lie: on the same file system, so that they can be renamed. */
  static final String TEMPORARY = ".barman4j-tmp";

  // The limit of ext4, XFS, Btrfs and ZFS.
  private static final int MAX_NAME = 255;

  static FsLocation of(Path root) {
    String text = root.toUri().toString();
    return new FsLocation(
        root, URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text));
  }

  /** Returns the directory that a {@code file:} location names. */
  static Path directory(URI location) {
    try {
      return Path.of(location);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IllegalArgumentException(
          "A location in the file system has the form file:///DIRECTORY, got '"
              + Secret.masked(location.toString())
              + "'",
          e);
    }
  }

  /** Returns the directory of a path under the root, which has one. */
  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), () -> "The root has no parent: " + path);
  }

  Path temporary() {
    return root.resolve(TEMPORARY);
  }

  /**
   * Returns where the object of a key lies.
   *
   * @throws IllegalArgumentException if a file system cannot hold it, or it leaves the root
   */
  Path resolve(ObjectKey key) {
    String[] names = key.value().split("/", -1);
    for (String name : names) {
      require(isName(name), key, "a name that is empty, '.', '..' or over 255 bytes");
    }
    require(!names[0].equals(TEMPORARY), key, "the name kept for unfinished objects");
    return path(key);
  }

  private Path path(ObjectKey key) {
    try {
      return root.resolve(key.value());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "The key '"
              + key
              + "' cannot be a file name in this JVM's locale; run it in a UTF-8 locale, such"
              + " as LC_ALL=C.UTF-8",
          e);
    }
  }

  private void require(boolean condition, ObjectKey key, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(
          "The key '" + key + "' cannot be a file under " + uri + ": it has " + problem);
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.getBytes(UTF_8).length <= MAX_NAME;
  }

  /**
   * Returns the directory of all keys that begin with {@code prefix}, empty if there is none. The
   * part behind the last slash is not looked at.
   */
  Optional<Path> directoryOf(String prefix) throws IOException {
    String names = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    if (names.isEmpty()) {
      requireRoot();
      return Optional.of(root);
    }
    String path = names.substring(0, names.length() - 1);
    if (!isPath(path.split("/", -1))) {
      return Optional.empty();
    }
    Path directory = root.resolve(path);
    return isReal(directory) ? Optional.of(directory) : Optional.empty();
  }

  private static boolean isPath(String[] names) {
    return !names[0].equals(TEMPORARY)
        && Arrays.stream(names).allMatch(name -> isName(name) && name.indexOf('\0') < 0);
  }

  /**
   * Tells whether this is a directory under the root, or the root, that is reached without
   * following a symbolic link.
   *
   * @throws IOException if that cannot be told, or the root itself is gone
   */
  boolean isReal(Path directory) throws IOException {
    requireRoot();
    Path at = root;
    for (Path name : root.relativize(directory)) {
      at = name.toString().isEmpty() ? at : at.resolve(name);
      if (!isDirectory(at)) {
        return false;
      }
    }
    return true;
  }

  // A file system that is not mounted must not look like an empty store.
  private void requireRoot() throws IOException {
    if (!isDirectory(root)) {
      throw new FileSystemException(
          root.toString(), null, "the directory of the store is gone; is it mounted?");
    }
  }

  private static boolean isDirectory(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Names an operation, this store and a key, for messages. */
  String what(String operation, Object key) {
    return operation + " " + uri + "/" + key + ": ";
  }
}
