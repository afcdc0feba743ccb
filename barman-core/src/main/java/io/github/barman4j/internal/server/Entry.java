/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** What a walk of a tree comes upon; names of members are as in the tar. */
public sealed interface Entry {

  /** Where the member is extracted, relative to the root of its tar; directories end in a slash. */
  String member();

  /**
   * A directory.
   *
   * @param permissions empty where the file system knows none
   */
  record Directory(String member, FileTime lastModified, Set<PosixFilePermission> permissions)
      implements Entry {}

  /**
   * A regular file, of this size when it was found.
   *
   * @param permissions empty where the file system knows none
   */
  record RegularFile(
      Path path,
      String member,
      FileTime lastModified,
      long size,
      Set<PosixFilePermission> permissions)
      implements Entry {}
}
