/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.fs.local.CatalogueFile.Reading;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of all archived WAL, which Barman goes by: what is not in it is neither restored nor
 * deleted. One file or two, by layout; every one that is there is kept.
 *
 * <p>Each call takes Barman's lock of the catalogue, so none may be made by who holds it. A last
 * line that a crash tore, and two files that differ, are mended whenever they are read.
 * Thread-safe.
 */
final class WalCatalogue {

  private static final Logger LOG = LoggerFactory.getLogger(WalCatalogue.class);

  private final LocalContext context;
  private final ServerDirectory directory;
  private volatile @Nullable Known known;

  WalCatalogue(LocalContext context) {
    this.context = context;
    this.directory = context.directory();
  }

  /**
   * What is true as long as nobody else writes.
   *
   * @param stamps of the files, which are in step
   * @param last the greatest name, empty if there is none
   */
  private record Known(List<String> stamps, String last) {}

  /** Deletes what a line is of. */
  @FunctionalInterface
  interface Deletion {
    void delete(CatalogueLine line) throws IOException;
  }

  /**
   * Reads all lines, in their order. A catalogue that is not there is rebuilt from the files.
   *
   * @throws CorruptArchiveException if it cannot be read as one
   */
  List<CatalogueLine> read(CancellationToken cancellation) {
    return locked("Reading the WAL catalogue", cancellation, () -> load(cancellation));
  }

  /** Adds lines, each in its place; replaces those of the same names. Durable when it returns. */
  void append(List<CatalogueLine> lines, CancellationToken cancellation) {
    locked(
        "Adding to the WAL catalogue",
        cancellation,
        () -> {
          add(lines, cancellation);
          return lines;
        });
  }

  /** Adds a line unless there is one of the name; tells whether it did. */
  boolean addIfAbsent(CatalogueLine line, CancellationToken cancellation) {
    return locked(
        "Adding to the WAL catalogue",
        cancellation,
        () -> {
          List<CatalogueLine> lines = load(cancellation);
          boolean absent = lines.stream().noneMatch(other -> other.name().equals(line.name()));
          if (absent) {
            write(CatalogueUnion.insert(lines, List.of(line)));
          }
          return absent;
        });
  }

  /** Removes lines and returns them. */
  List<CatalogueLine> removeIf(Predicate<CatalogueLine> victims, CancellationToken cancellation) {
    return removeIf(victims, line -> {}, cancellation);
  }

  /**
   * Removes lines after what they are of, and returns them. If a deletion fails, or it is
   * cancelled, the lines of those before are removed nevertheless.
   */
  List<CatalogueLine> removeIf(
      Predicate<CatalogueLine> victims, Deletion deletion, CancellationToken cancellation) {
    return locked(
        "Removing archived WAL",
        cancellation,
        () -> new Removal(load(cancellation), deletion, cancellation).run(victims));
  }

  /**
   * Makes the catalogue anew from the files.
   *
   * @throws CorruptArchiveException if there are no files and the catalogue lists some, as when a
   *     volume is not mounted
   */
  CatalogueRebuild rebuild(CancellationToken cancellation) {
    return locked("Rebuilding the WAL catalogue", cancellation, () -> remake(cancellation));
  }

  @SuppressWarnings("try") // the lock is only held
  private <T> T locked(String what, CancellationToken cancellation, Disk.Task<T> task) {
    try (HeldLock lock = context.locks().catalogue(cancellation)) {
      return Disk.work(what + " of server " + context.serverName(), task);
    }
  }

  /** Returns the files that the layout has, and those that are there besides; the modern first. */
  private List<CatalogueFile> files() {
    List<CatalogueFile> files = new ArrayList<>();
    if (context.layout() != Layout.LEGACY || Files.exists(directory.modernCatalogue())) {
      files.add(new CatalogueFile(directory.modernCatalogue(), CatalogueLine::modern));
    }
    if (context.layout() != Layout.MODERN || Files.exists(directory.legacyCatalogue())) {
      files.add(new CatalogueFile(directory.legacyCatalogue(), CatalogueLine::legacy));
    }
    return files;
  }

  private List<CatalogueLine> load(CancellationToken cancellation) throws IOException {
    List<CatalogueFile> files = files();
    List<Reading> readings = new ArrayList<>();
    for (CatalogueFile file : files) {
      file.read().ifPresent(readings::add);
    }
    if (readings.isEmpty()) {
      return mended(List.of(), cancellation);
    }
    List<CatalogueLine> lines = united(readings);
    if (readings.stream().anyMatch(Reading::torn)) {
      return mended(lines, cancellation);
    }
    if (readings.size() < files.size() || readings.stream().anyMatch(r -> differs(r, lines))) {
      LOG.info("The WAL catalogues of server {} are brought into step", context.serverName());
      bringIntoStep(lines);
    } else {
      remember(lines);
    }
    return lines;
  }

  /** What is on a full disk, or one that is read only, can be read all the same. */
  private void bringIntoStep(List<CatalogueLine> lines) throws IOException {
    try {
      write(lines);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("The WAL catalogue of {} stays as it is on disk", context.serverName(), e);
    }
  }

  private List<CatalogueLine> united(List<Reading> readings) throws IOException {
    List<CatalogueLine> first = readings.get(0).lines();
    return readings.size() == 1 || !differs(readings.get(1), first)
        ? first
        : new CatalogueUnion(directory).of(first, readings.get(1).lines());
  }

  private static boolean differs(Reading reading, List<CatalogueLine> lines) {
    List<CatalogueLine> own = reading.lines();
    if (own.size() != lines.size()) {
      return true;
    }
    for (int i = 0; i < own.size(); i++) {
      if (!own.get(i).says(lines.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Adds what is archived and not listed, as no name can be read from the line of a crash. */
  private List<CatalogueLine> mended(List<CatalogueLine> lines, CancellationToken cancellation)
      throws IOException {
    Set<WalFileName> listed = names(lines);
    List<CatalogueLine> missing =
        WalScan.of(directory, cancellation).lines().stream()
            .filter(line -> !listed.contains(line.name()))
            .toList();
    List<CatalogueLine> all = CatalogueUnion.insert(lines, missing);
    if (!missing.isEmpty()) {
      LOG.info("The WAL catalogue of {} gets {} lines", context.serverName(), missing.size());
    }
    if (!all.isEmpty() || files().stream().anyMatch(file -> Files.exists(file.path()))) {
      bringIntoStep(all);
    }
    return all;
  }

  private static Set<WalFileName> names(Collection<CatalogueLine> lines) {
    Set<WalFileName> names = new HashSet<>();
    lines.forEach(line -> names.add(line.name()));
    return names;
  }

  private void add(List<CatalogueLine> lines, CancellationToken cancellation) throws IOException {
    List<CatalogueLine> ordered = lines.stream().sorted(CatalogueUnion.BY_NAME).toList();
    if (known().isEmpty()) {
      load(cancellation);
    }
    Optional<Known> now = known();
    if (now.isEmpty() || ordered.isEmpty() || isBefore(ordered.get(0), now.get().last())) {
      write(CatalogueUnion.insert(load(cancellation), ordered));
    } else {
      addAtTheEnd(ordered);
    }
  }

  private void addAtTheEnd(List<CatalogueLine> ordered) throws IOException {
    known = null;
    for (CatalogueFile file : files()) {
      file.append(ordered);
    }
    known = new Known(stamps(), ordered.get(ordered.size() - 1).name().toString());
  }

  private static boolean isBefore(CatalogueLine line, String name) {
    return line.name().toString().compareTo(name) <= 0;
  }

  private Optional<Known> known() throws IOException {
    Known now = known;
    return now != null && now.stamps().equals(stamps()) ? Optional.of(now) : Optional.empty();
  }

  private List<String> stamps() throws IOException {
    List<String> stamps = new ArrayList<>();
    for (CatalogueFile file : files()) {
      stamps.add(file.path() + " " + file.stamp());
    }
    return stamps;
  }

  private void write(List<CatalogueLine> lines) throws IOException {
    known = null;
    for (CatalogueFile file : files()) {
      file.write(lines);
    }
    remember(lines);
  }

  private void remember(List<CatalogueLine> lines) throws IOException {
    String last =
        lines.stream().map(line -> line.name().toString()).max(String::compareTo).orElse("");
    known = new Known(stamps(), last);
  }

  private CatalogueRebuild remake(CancellationToken cancellation) throws IOException {
    Map<WalFileName, CatalogueLine> before = legible();
    WalScan scan = WalScan.of(directory, cancellation);
    Set<Path> skipped = new LinkedHashSet<>(scan.skipped());
    List<CatalogueLine> lines = new ArrayList<>();
    scan.lines().forEach(line -> lines.add(keepEncrypted(line, before.get(line.name()))));
    before.values().stream()
        .filter(line -> line.name() instanceof WalFileName.Partial)
        .filter(line -> skipped.remove(directory.wal(line.name())))
        .forEach(lines::add);
    if (lines.isEmpty() && !before.isEmpty()) {
      throw nothingLeft(before.size());
    }
    lines.sort(CatalogueUnion.BY_NAME);
    write(lines);
    return result(before, lines, List.copyOf(skipped));
  }

  private Map<WalFileName, CatalogueLine> legible() throws IOException {
    Map<WalFileName, CatalogueLine> lines = new LinkedHashMap<>();
    for (CatalogueFile file : files()) {
      file.readWhatIsLegible().forEach(line -> lines.putIfAbsent(line.name(), line));
    }
    return lines;
  }

  /** What is compressed below the encryption cannot be seen. */
  private static CatalogueLine keepEncrypted(CatalogueLine line, @Nullable CatalogueLine before) {
    return before != null
            && before.size() == line.size()
            && before.encryption() != null
            && line.encryption() != null
        ? before
        : line;
  }

  private CorruptArchiveException nothingLeft(int lines) {
    return new CorruptArchiveException(
        "There is no WAL below "
            + directory.wals()
            + ", of which the catalogue lists "
            + lines
            + " files; it is left as it is. See that the volume is mounted; if the WAL is gone for"
            + " good, delete the catalogue");
  }

  private static CatalogueRebuild result(
      Map<WalFileName, CatalogueLine> before, List<CatalogueLine> lines, List<Path> skipped) {
    Set<WalFileName> now = names(lines);
    return new CatalogueRebuild(
        lines.size(),
        lines.stream().map(CatalogueLine::name).filter(n -> !before.containsKey(n)).toList(),
        before.keySet().stream().filter(name -> !now.contains(name)).toList(),
        skipped);
  }

  /** One removal, whose lines go after the files: what is left of a crash can be removed again. */
  private final class Removal {
    private final List<CatalogueLine> lines;
    private final Deletion deletion;
    private final CancellationToken cancellation;
    private final List<CatalogueLine> gone = new ArrayList<>();

    Removal(List<CatalogueLine> lines, Deletion deletion, CancellationToken cancellation) {
      this.lines = lines;
      this.deletion = deletion;
      this.cancellation = cancellation;
    }

    List<CatalogueLine> run(Predicate<CatalogueLine> victims) throws IOException {
      try {
        for (CatalogueLine line : lines.stream().filter(victims).toList()) {
          cancellation.throwIfCancelled();
          deletion.delete(line);
          gone.add(line);
        }
      } catch (IOException | RuntimeException e) {
        finish(e);
        throw e;
      }
      rewrite();
      return gone;
    }

    private void finish(Exception failure) {
      try {
        rewrite();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }

    private void rewrite() throws IOException {
      if (gone.isEmpty()) {
        return;
      }
      Set<Path> changed = new LinkedHashSet<>();
      gone.forEach(line -> changed.add(DurableFiles.parent(directory.wal(line.name()))));
      for (Path path : changed) {
        if (Files.isDirectory(path)) {
          DurableFiles.syncDirectory(path);
        }
      }
      Set<WalFileName> names = names(gone);
      write(lines.stream().filter(line -> !names.contains(line.name())).toList());
    }
  }
}
