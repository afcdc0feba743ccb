/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The WAL files that are in the archive, whatever its catalogue says; those that vanish while they
 * are listed are not. Immutable.
 *
 * @param files of all kinds and where they are
 */
record WalOnDisk(NavigableMap<String, Path> files) {

  /** Lists the archive of a server. */
  static WalOnDisk list(ServerDirectory directory) throws IOException {
    NavigableMap<String, Path> found = new TreeMap<>();
    for (Path path : children(directory.wals()).values()) {
      if (Files.isDirectory(path) && !Disk.isFound(path)) {
        addWal(children(path), found);
      }
    }
    addWal(children(directory.wals()), found);
    return new WalOnDisk(found);
  }

  private static NavigableMap<String, Path> children(Path directory) throws IOException {
    NavigableMap<String, Path> children = new TreeMap<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      paths.forEach(path -> children.put(String.valueOf(path.getFileName()), path));
    } catch (NoSuchFileException absent) {
      return children;
    }
    return children;
  }

  private static void addWal(Map<String, Path> children, Map<String, Path> found) {
    children.forEach(
        (name, path) -> {
          if (WalFileName.find(name).isPresent()) {
            found.put(name, path);
          }
        });
  }

  /** Returns the segments of each timeline. */
  NavigableMap<TimelineId, NavigableSet<WalSegmentName>> segments() {
    NavigableMap<TimelineId, NavigableSet<WalSegmentName>> segments = new TreeMap<>();
    for (String name : files.keySet()) {
      if (WalFileName.find(name).orElse(null) instanceof WalSegmentName segment) {
        segments.computeIfAbsent(segment.timeline(), line -> new TreeSet<>()).add(segment);
      }
    }
    return segments;
  }

  /** Returns the last segment of the last timeline, empty if there is none. */
  Optional<WalSegmentName> newest() {
    return segments().values().stream().map(NavigableSet::last).reduce((first, last) -> last);
  }

  Optional<Path> find(WalFileName name) {
    return Optional.ofNullable(files.get(name.toString()));
  }
}
