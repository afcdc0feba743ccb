/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the directory of the archived WAL holds, by the files. For one thread. */
final class WalScan {

  private static final Pattern HASH_DIRECTORY = Pattern.compile("[0-9A-F]{16}");

  private final ServerDirectory directory;
  private final List<CatalogueLine> lines = new ArrayList<>();
  private final List<Path> skipped = new ArrayList<>();

  private WalScan(ServerDirectory directory) {
    this.directory = directory;
  }

  /** Reads the directory, and the beginning of each file. */
  static WalScan of(ServerDirectory directory, CancellationToken cancellation) throws IOException {
    WalScan scan = new WalScan(directory);
    for (Path path : Disk.list(directory.wals())) {
      if (Disk.isFound(path)) {
        continue;
      }
      if (Files.isDirectory(path)) {
        cancellation.throwIfCancelled();
        for (Path file : Disk.list(path)) {
          scan.look(file);
        }
      } else if (!scan.isCatalogue(path)) {
        scan.look(path);
      }
    }
    scan.lines.sort(Comparator.comparing(line -> line.name().toString()));
    return scan;
  }

  private boolean isCatalogue(Path path) {
    return Stream.of(directory.legacyCatalogue(), directory.modernCatalogue())
        .anyMatch(catalogue -> Disk.name(path).startsWith(Disk.name(catalogue)));
  }

  private void look(Path file) throws IOException {
    Optional<WalFileName> name = WalFileName.find(Disk.name(file)).filter(WalScan::isListed);
    if (name.isPresent() && Disk.isFile(file) && directory.wal(name.get()).equals(file)) {
      lines.add(line(WalContent.of(name.get(), file)));
    } else {
      skipped.add(file);
    }
  }

  /** As Barman, which lists partial segments when it archives them, and then no more. */
  private static boolean isListed(WalFileName name) {
    return !(name instanceof WalFileName.Partial);
  }

  /** Returns the line of an archived file, by the file. */
  static CatalogueLine line(WalContent archived) throws IOException {
    Path file = archived.file();
    return new CatalogueLine(
        archived.name(),
        Files.size(file),
        CatalogueLine.seconds(Files.getLastModifiedTime(file).toInstant()),
        archived.codec() == Codec.NONE ? null : archived.compression(),
        archived.encrypted() ? "gpg" : null);
  }

  /** Returns the lines of all files that a catalogue lists, ascending by name. */
  List<CatalogueLine> lines() {
    return List.copyOf(lines);
  }

  /** Returns what else is there. */
  List<Path> skipped() {
    return List.copyOf(skipped);
  }

  /** Returns the newest segment of a timeline, empty if there is none. */
  static Optional<WalSegmentName> newest(ServerDirectory directory, TimelineId timeline)
      throws IOException {
    List<Path> directories = new ArrayList<>(Disk.list(directory.wals()));
    directories.removeIf(path -> !isOf(timeline, Disk.name(path)));
    directories.sort(Comparator.reverseOrder());
    for (Path path : directories) {
      Optional<WalSegmentName> newest = newest(path);
      if (newest.isPresent()) {
        return newest;
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(TimelineId timeline, String name) {
    return HASH_DIRECTORY.matcher(name).matches() && name.startsWith(timeline.toHex());
  }

  private static Optional<WalSegmentName> newest(Path hashDirectory) throws IOException {
    List<Path> files = Disk.list(hashDirectory);
    Collections.reverse(files);
    for (Path file : files) {
      Optional<WalFileName> name = WalFileName.find(Disk.name(file));
      if (name.orElse(null) instanceof WalSegmentName segment && Disk.isFile(file)) {
        return Optional.of(segment);
      }
    }
    return Optional.empty();
  }
}
