/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.internal.tar.TarAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Whose the members of a tar are: all as the data directory is, which is what PostgreSQL wants.
 *
 * @param uid of the owner
 * @param gid of the group
 * @param user name of the owner
 * @param group name of the group
 * @param groupAccess whether the group may read, as {@code initdb --allow-group-access} has it
 */
record Ownership(long uid, long gid, String user, String group, boolean groupAccess) {

  private static final String ATTRIBUTES = "unix:uid,gid,owner,group,mode";
  private static final int GROUP_READ = 0040;

  /** Asks for the owner of a directory; somebody else where the file system knows none. */
  static Ownership of(Path directory) throws IOException {
    Set<String> views = directory.getFileSystem().supportedFileAttributeViews();
    if (!views.contains("unix")) {
      return new Ownership(0, 0, "", "", false);
    }
    Map<String, Object> found = Files.readAttributes(directory, ATTRIBUTES);
    return new Ownership(
        number(found, "uid"),
        number(found, "gid"),
        String.valueOf(found.get("owner")),
        String.valueOf(found.get("group")),
        (number(found, "mode") & GROUP_READ) != 0);
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns what the tar says of a directory. */
  TarAttributes ofDirectory(FileTime lastModified) {
    return attributes(groupAccess ? 0750 : 0700, lastModified);
  }

  /** Returns what the tar says of a file. */
  TarAttributes ofFile(FileTime lastModified) {
    return attributes(groupAccess ? 0640 : 0600, lastModified);
  }

  /** A fraction of a second would cost each member a kilobyte of PAX header. */
  private TarAttributes attributes(int mode, FileTime lastModified) {
    FileTime seconds = FileTime.from(lastModified.to(TimeUnit.SECONDS), TimeUnit.SECONDS);
    return new TarAttributes(mode, uid, gid, user, group, seconds);
  }
}
