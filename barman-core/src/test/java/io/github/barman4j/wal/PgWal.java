/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory pg_wal with archive_status, as a server keeps them.
 *
 * @param directory pg_wal
 * @param segments of the server
 */
record PgWal(Path directory, WalSegments segments) {

  static PgWal in(Path parent, WalSegments segments) throws IOException {
    Path directory = Files.createDirectories(parent.resolve("pg_wal"));
    Files.createDirectories(directory.resolve("archive_status"));
    return new PgWal(directory, segments);
  }

  /** Makes the first segments of the cluster, ready to be archived. */
  List<Path> ready(int count) throws IOException {
    List<WalSegmentName> names =
        Stream.iterate(WalHarness.FIRST, name -> name.next(segments.size())).limit(count).toList();
    for (WalSegmentName name : names) {
      segments.write(directory, name);
      mark(name);
    }
    return names.stream().map(this::file).toList();
  }

  Path file(WalFileName name) {
    return directory.resolve(name.toString());
  }

  /** Makes a file that is not a segment, ready to be archived. */
  Path ready(WalFileName name) throws IOException {
    Path file = Files.writeString(file(name), content(name));
    mark(name);
    return file;
  }

  private static String content(WalFileName name) {
    return name instanceof WalFileName.History history
        ? parent(history.timeline()) + "\t0/5000000\tno recovery target specified\n"
        : "START WAL LOCATION: 0/2000028 of " + name;
  }

  private static int parent(TimelineId timeline) {
    return timeline.value() - 1;
  }

  void mark(WalFileName name) throws IOException {
    Files.createFile(mark(name.toString()));
  }

  /** PostgreSQL takes the mark away when it has been told that the file is archived. */
  void done(Path file) {
    try {
      Files.move(
          mark(file.getFileName().toString()),
          directory.resolve("archive_status").resolve(file.getFileName() + ".done"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path mark(String name) {
    return directory.resolve("archive_status").resolve(name + ".ready");
  }
}
