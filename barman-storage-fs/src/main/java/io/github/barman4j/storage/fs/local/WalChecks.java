/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The checks of archived WAL and of that which waits. For one thread. */
final class WalChecks {

  private static final Set<Codec> KNOWN_TO_ALL = Set.of(Codec.NONE, Codec.GZIP, Codec.BZIP2);
  private static final List<String> SUFFIXES = List.of("duplicate", "unknown", "error");

  private final LocalContext context;
  private final CheckOptions options;
  private final CheckItems items;
  private final KnownBackups backups;
  private final WalOnDisk wal;

  WalChecks(
      LocalContext context,
      CheckOptions options,
      CheckItems items,
      KnownBackups backups,
      WalOnDisk wal) {
    this.context = context;
    this.options = options;
    this.items = items;
    this.backups = backups;
    this.wal = wal;
  }

  /** Adds what Barman has first, and only when it fails. */
  void begin() throws IOException {
    boolean catalogued =
        isFilled(context.directory().legacyCatalogue())
            || isFilled(context.directory().modernCatalogue());
    if (!catalogued && backups.count(BackupStatus.WAITING_FOR_WALS) == 0) {
      items.critical(
          "WAL archive",
          "please make sure WAL shipping is setup",
          "switch to another WAL segment and archive what waits");
    }
    List<String> incoming = waiting(context.directory().incoming());
    List<String> streaming = waiting(context.directory().streaming());
    if (!options.archiver() && !incoming.isEmpty()) {
      notEmpty("empty incoming directory", context.directory().incoming(), "archiver = on");
    }
    if (!options.streamingArchiver() && !streaming.isEmpty()) {
      notEmpty("empty streaming directory", context.directory().streaming(), "streaming_archiver");
    }
    queue("incoming WALs directory", incoming);
    queue("streaming WALs directory", streaming);
  }

  private static boolean isFilled(Path file) throws IOException {
    return Files.exists(file) && Files.size(file) > 0;
  }

  private void notEmpty(String name, Path directory, String setting) {
    items.failed(
        name,
        "'" + directory + "' must be empty when " + setting + " is not set",
        "look what puts WAL there");
  }

  private static List<String> waiting(Path directory) throws IOException {
    return names(directory).stream()
        .filter(name -> !name.startsWith(".") && !name.endsWith(".tmp"))
        .filter(name -> !name.endsWith(".partial"))
        .toList();
  }

  private void queue(String name, List<String> waiting) {
    int limit = options.maxIncomingWalsQueue().orElse(Integer.MAX_VALUE);
    if (waiting.size() > limit) {
      items.failed(
          name,
          "there are too many WALs in queue: " + waiting.size() + ", more than " + limit,
          "archive them");
    }
  }

  void maximumAge() throws IOException {
    String name = "wal maximum age";
    Optional<Duration> limit = options.lastWalMaximumAge();
    if (limit.isEmpty()) {
      items.ok(name, "no last_wal_maximum_age provided");
      return;
    }
    Optional<Instant> last = lastModified();
    if (last.isEmpty()) {
      items.failed(name, "no WAL files archived for last backup", "look at continuous archiving");
      return;
    }
    Duration age = Duration.between(last.get(), context.clock().instant());
    String hint =
        "interval provided: " + Words.time(limit.get()) + ", latest wal age: " + Words.time(age);
    if (age.compareTo(limit.get()) > 0) {
      items.failed(name, hint, "look at continuous archiving");
    } else {
      items.ok(name, hint);
    }
  }

  private Optional<Instant> lastModified() throws IOException {
    Optional<Path> newest = wal.newest().flatMap(wal::find);
    return newest.isEmpty()
        ? Optional.empty()
        : Optional.of(Files.getLastModifiedTime(newest.get()).toInstant());
  }

  /** Adds the size of what came after the newest backup. */
  void size() throws IOException {
    String end =
        backups.newestWhole().flatMap(BackupInfo::endWal).map(WalSegmentName::toString).orElse("");
    long bytes = 0;
    for (Map.Entry<String, Path> file : wal.files().tailMap(end, false).entrySet()) {
      if (WalFileName.find(file.getKey()).orElse(null) instanceof WalSegmentName) {
        bytes += Files.size(file.getValue());
      }
    }
    items.ok("wal size", Words.bytes(bytes));
  }

  void compression() {
    Compression compression = context.options().walCompression();
    if (context.layout() != Layout.MODERN && !KNOWN_TO_ALL.contains(compression.codec())) {
      items.warning(
          "compression settings",
          "Barman before 3.13 takes WAL compressed with " + compression + " for plain WAL",
          "use gzip, or the layout MODERN");
    } else {
      items.ok("compression settings", "");
    }
  }

  void archiverErrors() throws IOException {
    List<String> errors = names(context.directory().errors());
    if (errors.isEmpty()) {
      items.ok("archiver errors", "");
      return;
    }
    List<String> counts = new ArrayList<>();
    for (String suffix : SUFFIXES) {
      long count = errors.stream().filter(name -> name.endsWith("." + suffix)).count();
      if (count > 0) {
        counts.add(suffix + ": " + count);
      }
    }
    String hint = counts.isEmpty() ? "files: " + errors.size() : String.join(", ", counts);
    items.failed(
        "archiver errors",
        hint,
        "look why they could not be archived, then empty " + context.directory().errors());
  }

  private static List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      paths.forEach(path -> names.add(String.valueOf(path.getFileName())));
    } catch (NoSuchFileException absent) {
      return names;
    }
    return names;
  }

  /** Finds what is missing between the oldest backup and the newest WAL. */
  void gaps() throws IOException {
    List<String> missing = new WalGaps(context, backups, wal).find();
    if (missing.isEmpty()) {
      items.ok("WAL gaps", "");
    } else {
      items.failed(
          "WAL gaps",
          "missing: " + String.join("; ", missing),
          "recovery cannot go beyond a gap: make a backup, and look whether the WAL waits or is in"
              + " errors");
    }
  }
}
