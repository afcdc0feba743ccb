/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server directory with backups of made-up files, each linked to the backup before but for those
 * that always change, and made-up WAL. Segments are written {@code 1/0A}: timeline and number.
 */
final class SyntheticServer {

  static final SystemIdentifier SYSTEM = new SystemIdentifier(7_000_000_000_000_000_001L);
  static final String TABLESPACE = "16384";
  private static final WalSegmentSize SIZE = WalSegmentSize.DEFAULT;

  private final Path home;
  private final LocalServerOptions options;
  private int filesPerBackup = 5;

  SyntheticServer(Path home, Layout layout) {
    this(home, layout, 0);
  }

  SyntheticServer(Path home, Layout layout, int minimumRedundancy) {
    this.home = home;
    this.options =
        LocalServerOptions.builder(home, "main")
            .layout(layout)
            .minimumRedundancy(minimumRedundancy)
            .build();
  }

  SyntheticServer withFiles(int count) {
    filesPerBackup = count;
    return this;
  }

  LocalContext context() {
    return LocalContext.of(options);
  }

  LocalServerOptions options() {
    return options;
  }

  LocalRetention retention() {
    LocalContext context = context();
    return new LocalRetention(context, new LocalWal(context));
  }

  CheckReport check(CheckOptions checkOptions) {
    return new LocalCheck(context()).check(checkOptions);
  }

  static WalSegmentName segment(String short1) {
    String[] parts = short1.split("/", -1);
    return WalSegmentName.parse(
        String.format(
            "%08X%08X%08X", Integer.parseInt(parts[0]), 0, Integer.parseInt(parts[1], 16)));
  }

  /** Adds a DONE backup. */
  BackupInfo backup(String id, String begin, String end) throws IOException {
    return backup(id, begin, end, BackupStatus.DONE);
  }

  BackupInfo backup(String id, String begin, String end, BackupStatus status) throws IOException {
    BackupId backup = BackupId.of(id);
    Path previous = previous(backup);
    Path root = context().directory().backup(backup);
    fill(root, id, previous);
    SpaceScan scan = new SpaceScan().add(root);
    WalSegmentName first = segment(begin);
    Instant ended = backup.localTime().orElseThrow().toInstant(ZoneOffset.UTC).plusSeconds(5);
    BackupInfo info =
        BackupInfo.builder(backup)
            .set(BackupField.STATUS, status)
            .set(BackupField.SERVER_NAME, "main")
            .set(BackupField.MODE, "rsync-concurrent")
            .set(BackupField.PGDATA, "/nowhere/data")
            .set(BackupField.SYSTEMID, SYSTEM)
            .set(BackupField.VERSION, new PostgresVersion(150018))
            .set(BackupField.TIMELINE, first.timeline())
            .set(BackupField.BEGIN_WAL, first)
            .set(BackupField.BEGIN_XLOG, new Lsn(first.beginLsn(SIZE).value() + 40))
            .set(BackupField.BEGIN_OFFSET, 40L)
            .set(BackupField.END_WAL, segment(end))
            .set(BackupField.END_XLOG, new Lsn(segment(end).beginLsn(SIZE).value() + 80))
            .set(BackupField.END_OFFSET, 80L)
            .set(
                BackupField.BEGIN_TIME,
                OffsetDateTime.ofInstant(ended.minusSeconds(4), ZoneOffset.UTC))
            .set(BackupField.END_TIME, OffsetDateTime.ofInstant(ended, ZoneOffset.UTC))
            .set(BackupField.BACKUP_LABEL, "START WAL LOCATION: 0/0 (file " + first + ")\n")
            .set(BackupField.TABLESPACES, List.of(new Tablespace("ts", 16384, "/nowhere/ts")))
            .set(BackupField.SIZE, scan.usage().apparentBytes())
            .set(BackupField.DEDUPLICATED_SIZE, scan.soleOwnedBytes())
            .build();
    context().metadata().save(info);
    return info;
  }

  private @Nullable Path previous(BackupId id) {
    BackupId before = new TreeSet<>(context().metadata().list()).lower(id);
    return before == null ? null : context().directory().backup(before);
  }

  private void fill(Path root, String id, @Nullable Path previous) throws IOException {
    write(root.resolve("data/PG_VERSION"), "15\n", previous, "data/PG_VERSION");
    write(root.resolve("data/global/pg_control"), "control " + id, null, "");
    for (int i = 0; i < filesPerBackup; i++) {
      String name = "data/base/" + i % 7 + "/" + i;
      write(root.resolve(name), "file " + i + " " + "x".repeat(i % 100), previous, name);
    }
    String name = TABLESPACE + "/PG_15_202209061/5/1";
    write(root.resolve(name), "in a tablespace", previous, name);
  }

  private static void write(Path file, String content, @Nullable Path previous, String name)
      throws IOException {
    Files.createDirectories(file.getParent());
    if (previous != null && Files.exists(previous.resolve(name))) {
      Files.createLink(file, previous.resolve(name));
    } else {
      Files.writeString(file, content);
    }
  }

  /** Archives made-up files. */
  void wal(Stream<? extends WalFileName> names) throws IOException {
    List<CatalogueLine> lines = new ArrayList<>();
    for (WalFileName name : names.toList()) {
      Path file = context().directory().wal(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "WAL " + name);
      Instant modified = Files.getLastModifiedTime(file).toInstant();
      lines.add(
          new CatalogueLine(name, Files.size(file), CatalogueLine.seconds(modified), null, null));
    }
    new WalCatalogue(context()).append(lines, new CancellationToken());
  }

  /** Archives the segments of a timeline from one number to another. */
  void wal(int timeline, int from, int to) throws IOException {
    List<WalFileName> names = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      names.add(segment(timeline + "/" + Integer.toHexString(i)));
    }
    wal(names.stream());
  }

  /** Returns the archived segments as timeline and number, other files by their names. */
  List<String> archived() throws IOException {
    return WalOnDisk.list(context().directory()).files().keySet().stream()
        .map(SyntheticServer::shortName)
        .toList();
  }

  private static String shortName(String name) {
    return WalFileName.parse(name) instanceof WalSegmentName segment
        ? String.format("%d/%02X", segment.timeline().value(), segment.segment())
        : name;
  }

  /** Returns what the catalogue lists, in the same way. */
  List<String> catalogued() {
    return new WalCatalogue(context())
        .read(new CancellationToken()).stream()
            .map(line -> shortName(line.name().toString()))
            .sorted()
            .toList();
  }

  List<String> backups() {
    return context().metadata().list().stream().map(BackupId::value).toList();
  }

  void keep(String id, String target) throws IOException {
    context().annotations().write(BackupId.of(id), "keep", target);
  }

  BackupInfo info(String id) throws IOException {
    return context().metadata().find(BackupId.of(id)).orElseThrow();
  }

  /** Returns inode and content of each file of a backup's trees. */
  Map<String, String> fingerprint(String id) throws IOException {
    Map<String, String> prints = new TreeMap<>();
    Path root = context().directory().backup(BackupId.of(id));
    for (String tree : List.of("data", TABLESPACE)) {
      if (Files.isDirectory(root.resolve(tree))) {
        try (Stream<Path> paths = Files.walk(root.resolve(tree))) {
          for (Path path : paths.filter(Files::isRegularFile).toList()) {
            Object inode = Files.getAttribute(path, "unix:ino");
            prints.put(
                root.relativize(path).toString(),
                inode + " " + new String(Files.readAllBytes(path), UTF_8));
          }
        }
      }
    }
    return prints;
  }

  Path home() {
    return home;
  }
}
