/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server directory {@code main} for tests, and WAL of 1 MiB for it. */
final class WalServer {

  static final WalSegments SEGMENTS =
      WalSegments.of(SystemIdentifier.parse("7710213999438290837"), new WalSegmentSize(1 << 20));

  final LocalContext context;
  final ServerDirectory directory;
  final LocalWal wal;

  private WalServer(LocalServerOptions options) throws IOException {
    context = LocalContext.of(options);
    directory = context.directory();
    wal = new LocalWal(context);
    for (Path path : directory.required()) {
      Files.createDirectories(path);
    }
  }

  static WalServer of(Path home, Layout layout, UnaryOperator<LocalServerOptions.Builder> more)
      throws IOException {
    return new WalServer(
        more.apply(LocalServerOptions.builder(home, "main").layout(layout)).build());
  }

  static WalServer of(Path home, Layout layout) throws IOException {
    return of(home, layout, options -> options);
  }

  static WalServer compressing(Path home, Layout layout, Compression compression)
      throws IOException {
    return of(home, layout, options -> options.walCompression(compression));
  }

  /** Returns one to which all files there are are old. */
  static WalServer later(Path home, Duration later) throws IOException {
    return of(
        home, Layout.UNIVERSAL, options -> options.clock(Clock.offset(Clock.systemUTC(), later)));
  }

  static WalSegmentName segment(int number) {
    return segment(1, number);
  }

  static WalSegmentName segment(int timeline, int number) {
    return WalSegmentName.at(
        new TimelineId(timeline), new Lsn((long) number << 20), SEGMENTS.size());
  }

  /** Puts a segment into {@code incoming}. */
  Path drop(WalSegmentName name) {
    return SEGMENTS.write(directory.incoming(), name);
  }

  ArchivingResult archive() {
    return wal.archiveIncoming(new CancellationToken());
  }

  List<String> listed() {
    return wal.catalogue().read(new CancellationToken()).stream()
        .map(line -> line.name().toString())
        .toList();
  }

  List<String> lines(Path catalogue) throws IOException {
    return Files.readAllLines(catalogue);
  }

  /** Returns what is below a directory. */
  static List<String> names(Path path) throws IOException {
    try (var files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).map(Disk::name).sorted().toList();
    }
  }
}
