/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.server.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the directories of a backup, and gives them what they have besides when all is in them. For
 * one thread at a time.
 */
final class DirectoryCopies {

  private static final String ROOT = "./";
  private static final Set<PosixFilePermission> NEEDED =
      PosixFilePermissions.fromString("rwx------");

  private final List<Made> made = new ArrayList<>();

  private record Made(Path path, FileTraits traits) {}

  /** Makes a directory in a tree that begins at a root. */
  void make(Path root, Entry.Directory directory) throws IOException {
    String member = directory.member();
    Path path =
        member.equals(ROOT)
            ? root
            : MemberPaths.resolve(root, member.substring(0, member.length() - 1));
    make(path, new FileTraits(directory.permissions(), directory.lastModified()));
  }

  /** Makes a directory. */
  void make(Path path, FileTraits traits) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.copyOf(NEEDED);
    permissions.addAll(traits.permissions());
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(permissions));
    made.add(new Made(path, traits));
  }

  /** Gives the directories their permissions and times; nothing may be made in them after that. */
  void finish() throws IOException {
    for (Made directory : made) {
      Files.setPosixFilePermissions(directory.path(), directory.traits().permissions());
      Files.setLastModifiedTime(directory.path(), directory.traits().modified());
    }
  }
}
