/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.DuplicateWalException;
import io.github.barman4j.InvalidWalException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WAL archive of a Barman server on this host: what {@code archive_command} and {@code
 * restore_command} need, and the work of {@code barman archive-wal}.
 *
 * <p>Barman may work on the same directory at the same time, and so may other processes and threads
 * with this class: Barman's locks order them. A crash at any time, {@code kill -9} included, loses
 * no WAL and leaves none half written under its name; who archives next ends what was begun.
 * Thread-safe; there is nothing to close.
 */
public final class LocalWal {

  private static final Logger LOG = LoggerFactory.getLogger(LocalWal.class);

  private final LocalContext context;
  private final ServerDirectory directory;
  private final WalCatalogue catalogue;
  private final WalPlacement placement;
  private final Incoming incoming;

  LocalWal(LocalContext context) {
    this.context = context;
    this.directory = context.directory();
    this.catalogue = new WalCatalogue(context);
    this.placement = new WalPlacement(context, catalogue);
    this.incoming = new Incoming(directory, context.clock());
  }

  /** Returns the catalogue. */
  WalCatalogue catalogue() {
    return catalogue;
  }

  /**
   * Archives what is in {@code incoming}, ascending by name. What is no WAL, is damaged, or has the
   * name of archived WAL and other content goes to {@code errors}. A segment that is not complete
   * stays for a minute after its last change, since somebody may be writing it.
   *
   * <p>If another process archives at this time, nothing is done, and the result says so.
   *
   * @throws UnsupportedFormatException if the compression is none that each Barman of the layout
   *     reads; nothing was done
   * @throws StorageFailedException if some file cannot be archived; the others are
   * @throws OperationCancelledException if it was cancelled between two files
   */
  @SuppressWarnings("try") // the lock is only held
  public ArchivingResult archiveIncoming(CancellationToken cancellation) {
    Objects.requireNonNull(cancellation, "cancellation");
    placement.requireReadableCompression();
    Optional<HeldLock> held = context.locks().tryArchiveWal();
    if (held.isEmpty()) {
      return ArchivingRun.busy();
    }
    try (HeldLock lock = held.get()) {
      return Disk.work(
          "Archiving WAL of server " + context.serverName(),
          () -> new ArchivingRun(incoming, placement, cancellation).run());
    }
  }

  /**
   * Puts a copy of a complete WAL file into {@code incoming}, from where whoever archives next
   * takes it: what {@code archive_command} does for Barman. Durable when this returns. Does nothing
   * if the same file is there or archived.
   *
   * @param walFile whose name is that of a WAL file
   * @throws InvalidWalException if it is not the WAL that its name says
   * @throws DuplicateWalException if another file of this name is there or archived
   * @throws StorageFailedException if it cannot be written
   */
  public void receive(Path walFile) {
    Disk.work("Receiving " + walFile, () -> receive(checked(walFile)));
  }

  private boolean receive(WalContent source) throws IOException {
    if (!isArchived(source)) {
      incoming.put(source);
    }
    return true;
  }

  /** Without its line, it is taken once more, so that the archiver adds the line. */
  private boolean isArchived(WalContent source) throws IOException {
    Path archived = directory.wal(source.name());
    if (!Files.exists(archived)) {
      return false;
    } else if (!source.isSameAs(WalContent.of(source.name(), archived))) {
      throw Incoming.conflict(source, archived);
    }
    return catalogue.read(new CancellationToken()).stream()
        .anyMatch(line -> line.name().equals(source.name()));
  }

  /**
   * Archives a copy of a complete WAL file, past {@code incoming}. Durable when this returns. Does
   * nothing if the same file is archived.
   *
   * <p>If another process archives at this time, the file is only {@linkplain #receive received}:
   * PostgreSQL has its answer at once, and its WAL is as safe, however long the other takes.
   *
   * @param walFile whose name is that of a WAL file
   * @throws InvalidWalException if it is not the WAL that its name says, or changes meanwhile
   * @throws DuplicateWalException if another file of this name is archived
   * @throws UnsupportedFormatException if the compression is none that each Barman of the layout
   *     reads
   * @throws StorageFailedException if it cannot be written
   */
  @SuppressWarnings("try") // the lock is only held
  public void archive(Path walFile) {
    placement.requireReadableCompression();
    Optional<HeldLock> held = context.locks().tryArchiveWal();
    if (held.isEmpty()) {
      receive(walFile);
      return;
    }
    try (HeldLock lock = held.get()) {
      Disk.work("Archiving " + walFile, () -> archiveInOrder(checked(walFile)));
    }
  }

  /**
   * What has come before goes first: Barman takes a hole for WAL that is lost. Where it cannot go,
   * this one waits behind it, and PostgreSQL has its answer all the same.
   */
  private boolean archiveInOrder(WalContent source) throws IOException {
    if (!isDrained()) {
      return receive(source);
    }
    archive(source);
    return true;
  }

  private boolean isDrained() throws IOException {
    if (!incoming.list().isEmpty()) {
      try {
        new ArchivingRun(incoming, placement, new CancellationToken()).run();
      } catch (IOException e) {
        LOG.warn("What is in {} cannot be archived: {}", directory.incoming(), e.getMessage(), e);
        return false;
      }
    }
    return true;
  }

  private WalPlacement.Outcome archive(WalContent source) throws IOException {
    WalPlacement.Outcome outcome = placement.copy(source, new CancellationToken());
    if (outcome == WalPlacement.Outcome.CONFLICT) {
      throw Incoming.conflict(source, directory.wal(source.name()));
    }
    return outcome;
  }

  private static WalContent checked(Path walFile) throws IOException {
    WalFileName name =
        WalFileName.find(Disk.name(walFile))
            .orElseThrow(() -> invalid(walFile, "its name is not that of a WAL file", null));
    WalContent content;
    try {
      content = WalContent.of(name, walFile);
    } catch (NoSuchFileException e) {
      throw invalid(walFile, "there is no such file", e);
    }
    content
        .problem()
        .ifPresent(
            problem -> {
              throw invalid(walFile, problem, null);
            });
    return content;
  }

  private static InvalidWalException invalid(
      Path walFile, String problem, @org.jspecify.annotations.Nullable Exception cause) {
    return new InvalidWalException(
        "WAL file " + walFile + " is not archived: " + problem + ". Find out where it came from",
        cause);
  }

  /**
   * Writes the content of a WAL file, decompressed: what {@code restore_command} needs. Looks where
   * Barman does: what is archived, {@code incoming}, {@code streaming}. The destination is replaced
   * at once when all is written, and not touched otherwise.
   *
   * @return where the file was found, empty if nowhere
   * @throws CorruptArchiveException if the archived file is damaged
   * @throws UnsupportedFormatException if it is encrypted
   * @throws StorageFailedException if it cannot be read or written
   */
  public Optional<Path> fetch(WalFileName name, Path destination) {
    return Disk.work(
        "Fetching " + name, () -> new WalFetch(directory, name).complete(absolute(destination)));
  }

  /**
   * As {@link #fetch}, and if there is no such segment, writes what there is of it: what a {@code
   * .partial} in {@code streaming}, the archive or {@code incoming} has.
   */
  public Optional<Path> fetchOrPartial(WalFileName name, Path destination) {
    return Disk.work(
        "Fetching " + name,
        () -> new WalFetch(directory, name).completeOrPartial(absolute(destination)));
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath();
  }

  /**
   * Makes the catalogue anew from the files, as {@code barman rebuild-xlogdb}, and besides keeps
   * the lines of partial segments.
   *
   * @throws CorruptArchiveException if there is no WAL and the catalogue lists some, as when a
   *     volume is not mounted; it is as before
   */
  public CatalogueRebuild rebuildCatalogue(CancellationToken cancellation) {
    return catalogue.rebuild(Objects.requireNonNull(cancellation, "cancellation"));
  }

  /** Tells whether the file is archived, whatever the catalogue says. */
  boolean contains(WalFileName name) {
    return Disk.work("Looking for " + name, () -> Disk.isFile(directory.wal(name)));
  }

  /** Tells whether the file is there and only has to be archived. */
  boolean isComing(WalFileName name) {
    return Disk.work(
        "Looking for " + name,
        () ->
            Disk.isFile(directory.incoming().resolve(name.toString()))
                || Disk.isFile(directory.streaming().resolve(name.toString())));
  }

  /** Returns the newest archived segment of a timeline by the files, empty if there is none. */
  Optional<WalSegmentName> newestOnDisk(TimelineId timeline) {
    return Disk.work(
        "Looking for the newest WAL of timeline " + timeline,
        () -> WalScan.newest(directory, timeline));
  }

  /**
   * Removes archived files, then their lines in the catalogue, then the directories that are empty.
   * What a crash leaves are lines whose files are gone; the same call removes these.
   *
   * @throws StorageFailedException if a file cannot be deleted; those before it are gone, with
   *     their lines
   * @throws OperationCancelledException if it was cancelled between two files, likewise
   */
  WalRemoval remove(Predicate<CatalogueLine> victims, CancellationToken cancellation) {
    List<CatalogueLine> gone = catalogue.removeIf(victims, this::delete, cancellation);
    Disk.work("Removing empty directories", () -> removeEmptyDirectories(gone));
    return new WalRemoval(
        gone.stream().map(CatalogueLine::name).toList(),
        gone.stream().mapToLong(CatalogueLine::size).sum());
  }

  private void delete(CatalogueLine line) throws IOException {
    Files.deleteIfExists(directory.wal(line.name()));
  }

  /** Not while somebody archives, who may have made one for the file to come. */
  @SuppressWarnings("try") // the lock is only held
  private boolean removeEmptyDirectories(List<CatalogueLine> gone) throws IOException {
    Optional<HeldLock> held = context.locks().tryArchiveWal();
    if (held.isEmpty()) {
      return false;
    }
    try (HeldLock lock = held.get()) {
      Set<Path> directories = new LinkedHashSet<>();
      gone.forEach(line -> directories.add(DurableFiles.parent(directory.wal(line.name()))));
      directories.remove(directory.wals());
      for (Path path : directories) {
        removeIfEmpty(path);
      }
      return true;
    }
  }

  private static void removeIfEmpty(Path path) throws IOException {
    try {
      if (Files.deleteIfExists(path)) {
        DurableFiles.syncDirectory(DurableFiles.parent(path));
      }
    } catch (DirectoryNotEmptyException stillInUse) {
      // It has other WAL.
    }
  }
}
