/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/**
 * A file, directory or symbolic link in a tree.
 *
 * @param path where it is
 * @param name relative to the root, with slashes
 * @param type what it is
 * @param owner who owns it and what is permitted
 * @param size in bytes
 * @param modified when its content was last written
 */
record TreeEntry(Path path, String name, Type type, Owner owner, long size, FileTime modified) {

  private static final String ATTRIBUTES =
      "unix:mode,uid,gid,size,lastModifiedTime,isDirectory,isRegularFile,isSymbolicLink";
  private static final int PERMISSIONS = 07777;

  /** Kinds of entries. */
  enum Type {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    OTHER
  }

  /**
   * Who owns a file and what is permitted.
   *
   * @param uid number of the user
   * @param gid number of the group
   * @param mode permission bits
   */
  record Owner(long uid, long gid, int mode) {}

  /** Looks at a path, following no link. */
  static TreeEntry of(Path path, String name) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    Owner owner =
        new Owner(
            number(found, "uid"), number(found, "gid"), (int) number(found, "mode") & PERMISSIONS);
    FileTime modified = Objects.requireNonNull((FileTime) found.get("lastModifiedTime"));
    return new TreeEntry(path, name, type(found), owner, number(found, "size"), modified);
  }

  private static long number(Map<String, Object> found, String name) {
    return Objects.requireNonNull((Number) found.get(name)).longValue();
  }

  private static Type type(Map<String, Object> found) {
    if (Boolean.TRUE.equals(found.get("isRegularFile"))) {
      return Type.FILE;
    } else if (Boolean.TRUE.equals(found.get("isDirectory"))) {
      return Type.DIRECTORY;
    }
    return Boolean.TRUE.equals(found.get("isSymbolicLink")) ? Type.SYMBOLIC_LINK : Type.OTHER;
  }

  boolean isFile() {
    return type == Type.FILE;
  }

  boolean isDirectory() {
    return type == Type.DIRECTORY;
  }
}
