/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** What a walk of a tree comes upon; names of members are as in the tar. */
sealed interface Entry {

  /** Where the member is extracted, relative to the root of its tar; directories end in a slash. */
  String member();

  /** A directory. */
  record Directory(String member, FileTime lastModified) implements Entry {}

  /** A regular file, of this size when it was found. */
  record RegularFile(Path path, String member, FileTime lastModified, long size) implements Entry {}
}
