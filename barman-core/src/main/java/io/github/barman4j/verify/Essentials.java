/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.storage.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is seen of the files and directories that PostgreSQL needs to start. Of a file that is there
 * twice the one extracted last counts. Thread-safe.
 */
final class Essentials {

  static final String LABEL = "backup_label";
  static final String VERSION = "PG_VERSION";

  /** Longer ones are cut; none of these files is longer. */
  static final int MAX_BYTES = 64 << 10;

  private static final Set<String> FILES = Set.of(LABEL, VERSION, ControlFile.NAME);
  private static final Set<String> DIRECTORIES =
      Set.of("base", "global", "pg_wal", "pg_tblspc", "pg_xact");

  private final Map<String, Content> contents = new HashMap<>();
  private final Set<String> directories = new TreeSet<>();

  /** The content of a file, and the part it is in. */
  static final class Content {
    private final PartObject part;
    private final byte[] bytes;

    /** Takes the bytes, which are not copied. */
    Content(PartObject part, byte[] bytes) {
      this.part = part;
      this.bytes = bytes;
    }

    ObjectKey key() {
      return part.key();
    }

    PartName place() {
      return part.name();
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /** Tells whether the content of the file is wanted. */
  boolean wants(String path) {
    return FILES.contains(path);
  }

  /** Takes a wanted file. */
  synchronized void add(String path, Content content) {
    contents.merge(path, content, (a, b) -> a.place().compareTo(b.place()) > 0 ? a : b);
  }

  /** Takes the path of any member: it shows that a directory is there. */
  void saw(String path) {
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    if (DIRECTORIES.contains(first)) {
      addDirectory(first);
    }
  }

  private synchronized void addDirectory(String name) {
    directories.add(name);
  }

  synchronized Optional<Content> find(String path) {
    return Optional.ofNullable(contents.get(path));
  }

  synchronized Set<String> missingDirectories() {
    Set<String> missing = new TreeSet<>(DIRECTORIES);
    missing.removeAll(directories);
    return missing;
  }
}
