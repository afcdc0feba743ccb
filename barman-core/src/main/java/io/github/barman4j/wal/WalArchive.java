/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static java.util.Objects.requireNonNull;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.WalArchiveNotEmptyException;
import io.github.barman4j.internal.archive.ArchiveOwner;
import io.github.barman4j.internal.archive.ArchivePresence;
import io.github.barman4j.internal.archive.FirstSegments;
import io.github.barman4j.internal.archive.HostNote;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WAL archive of one server: what {@code archive_command} fills and {@code restore_command}
 * reads.
 *
 * <p>WAL is never overwritten. A file is created where none is, in one request; if one is there,
 * the two are compared. The archive belongs to one cluster, by system identifier: the first that
 * archives takes it, and another one is refused, while a failover of the same cluster is not. This
 * costs two to a few requests every ten seconds, none per file.
 *
 * <p>Every method throws {@link io.github.barman4j.StorageFailedException} if the store, or a local
 * file that is written, fails, and {@link io.github.barman4j.OperationCancelledException} if the
 * thread is interrupted. Thread-safe; nothing to close.
 */
public final class WalArchive {

  private static final Logger LOG = LoggerFactory.getLogger(WalArchive.class);

  private final ServerContext context;
  private final WalOptions options;
  private final ObjectStore store;
  private final ServerLayout layout;
  private final ArchiveOwner owner;
  private final ArchivePresence presence;
  private final WalLookup lookup;
  private volatile @Nullable WalSegmentSize segmentSize;

  /** Makes the archive of a server; no request is made yet. */
  public WalArchive(ServerContext context, WalOptions options) {
    this.context = requireNonNull(context, "context");
    this.options = requireNonNull(options, "options");
    this.store = context.store();
    this.layout = new ServerLayout(context.serverName());
    this.owner = new ArchiveOwner(context);
    this.presence = new ArchivePresence(store, layout);
    this.lookup = new WalLookup(store, layout, options);
  }

  ServerContext context() {
    return context;
  }

  /** Returns whose the archive is now, empty if nothing says so. */
  Optional<SystemIdentifier> owner() {
    return owner.find();
  }

  /** Returns the same archive, in which a partial segment is never the answer for the segment. */
  WalArchive withoutPartialFallback() {
    return new WalArchive(context, options.toBuilder().withoutPartialFallback().build());
  }

  /**
   * Archives a file under its own name.
   *
   * @throws IllegalArgumentException if PostgreSQL does not archive files of this name
   * @see #archive(WalFileName, Path)
   */
  public ArchivedWal archive(Path walFile) {
    return archive(nameOf(walFile), walFile);
  }

  static WalFileName nameOf(Path walFile) {
    Path fileName = walFile.getFileName();
    return WalFileName.parse(fileName == null ? "" : fileName.toString());
  }

  /**
   * Archives a file: a segment, a partial one, a timeline history or a backup history. Returns when
   * it is durable in the archive; that it was there before, with the same content, is a success.
   *
   * <p>A segment must have a legal size and begin with the page of WAL that its name says. Only the
   * key of the compression in the options is looked at: the same file in another compression, from
   * other options, is not noticed here but in {@link WalInventory#duplicates()}. In a store without
   * conditional create each file costs one request more, and two writers of one name at the same
   * moment are not told apart.
   *
   * @throws io.github.barman4j.InvalidWalException if the file is not what its name says, cannot be
   *     read, or changes while it is read
   * @throws io.github.barman4j.DuplicateWalException if the archive has it with other content
   * @throws io.github.barman4j.ForeignServerException if the archive is another cluster's
   * @throws io.github.barman4j.ArchiveNotFoundException if this server has archived here before,
   *     and nothing of the archive is there
   * @throws CorruptArchiveException if the archive has it, damaged
   */
  public ArchivedWal archive(WalFileName name, Path walFile) {
    LocalWal local = LocalWal.of(name, walFile);
    local.check(options);
    HostNote host = HostNote.beside(walFile);
    Optional<SystemIdentifier> cluster =
        options.verifyHeaders() ? local.systemIdentifier() : Optional.empty();
    cluster.ifPresentOrElse(id -> owner.claim(id, host), () -> owner.confirm(host));
    String suffix = options.compression().codec().suffix();
    WalUpload upload = new WalUpload(store, local, layout.wal(name, suffix), options);
    return context.operations().run(upload::run);
  }

  /**
   * Fetches a file, whatever its compression, to a destination, which is replaced if it exists and
   * otherwise made in a directory that must exist; a relative one is relative to the working
   * directory. It appears there only whole, checked and synced; with any error, the destination is
   * as before.
   *
   * <p>A segment of which only the {@code .partial} is there is answered with that, unless the
   * options say otherwise; {@link ArchivedWal#name()} tells. A damaged object is passed over if the
   * archive has the file in another compression too.
   *
   * @return what was fetched; empty only if the store said that the file is not there, and that
   *     other things of the archive are
   * @throws io.github.barman4j.ArchiveNotFoundException if nothing of the archive is there
   * @throws CorruptArchiveException if what the archive has is damaged, cut, or other WAL
   */
  public Optional<ArchivedWal> fetch(WalFileName name, Path destination) {
    Optional<ArchivedWal> found = fetch(name, destination, StagedFile::publish);
    if (found.isEmpty()) {
      requireThere();
    }
    return found;
  }

  /** Fetches to a place from where this process alone, soon, takes the file on. */
  Optional<ArchivedWal> prefetch(WalFileName name, Path destination) {
    return fetch(name, destination, StagedFile::publishForThisProcess);
  }

  private Optional<ArchivedWal> fetch(
      WalFileName name, Path destination, WalDownload.Publication publication) {
    WalDownload download = new WalDownload(name, destination, options, publication);
    return StoreFailures.during(
        "Fetch WAL file " + name + " of '" + context.serverName() + "' to " + destination,
        () -> lookup.find(name, download));
  }

  private void requireThere() {
    StoreFailures.during(
        "Look for the archive of '" + context.serverName() + "'",
        () -> {
          presence.requireThere();
          return true;
        });
  }

  /**
   * Opens a WAL file to read it as PostgreSQL wrote it; the caller closes the stream, whose reads
   * fail if the object is damaged.
   *
   * @return empty if the store said that it is not there
   * @throws io.github.barman4j.StorageFailedException if the store failed
   */
  public Optional<InputStream> open(WalFileName name) {
    return StoreFailures.during(
        "Open " + name + " of '" + context.serverName() + "'",
        () -> lookup.open(name).map(stored -> stored.content()));
  }

  /** Lists everything in the archive; memory grows with the gaps, not with the files. */
  public WalInventory inventory() {
    InventoryScan scan = new InventoryScan(layout, segmentSize().orElse(WalSegmentSize.DEFAULT));
    return StoreFailures.during(
        "List the WAL of '" + context.serverName() + "'",
        () -> {
          try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, allWals())) {
            objects.forEach(scan::add);
          }
          return scan.toInventory();
        });
  }

  /**
   * Returns the size of the archived cluster's segments, empty if there is no sound segment. Reads
   * the first segment, once per instance.
   */
  public Optional<WalSegmentSize> segmentSize() {
    WalSegmentSize known = segmentSize;
    if (known != null) {
      return Optional.of(known);
    }
    Optional<WalSegmentSize> found =
        StoreFailures.during(
            "Find the WAL segment size of '" + context.serverName() + "'",
            () -> new FirstSegments(store, layout).find(SegmentSizeProbe::of));
    segmentSize = found.orElse(null);
    return found;
  }

  /** Tells whether there is nothing at all among the WAL; one request. */
  public boolean isEmpty() {
    return StoreFailures.during(
            "Look for WAL of '" + context.serverName() + "'",
            () -> store.list(allWals().withPageSize(1)).objects())
        .isEmpty();
  }

  /**
   * Checks, before a cluster begins to archive, that it may: the archive is empty, or the cluster's
   * own and not beyond its timeline. So a failover passes and a new cluster under an old name does
   * not.
   *
   * @param timeline on which the cluster is
   * @throws io.github.barman4j.ForeignServerException if the archive is another cluster's
   * @throws WalArchiveNotEmptyException if it holds WAL of which nothing says whose it is, or WAL
   *     of a later timeline
   */
  public void requireEmptyOrOwned(SystemIdentifier cluster, TimelineId timeline) {
    Optional<SystemIdentifier> present = owner.find();
    if (present.isPresent()) {
      owner.requireOwnedBy(cluster, present.get());
      latestTimeline()
          .filter(t -> t.compareTo(timeline) > 0)
          .flatMap(any -> latestTimeline(cluster))
          .filter(t -> t.compareTo(timeline) > 0)
          .ifPresent(t -> refuse(timeline, t));
    } else if (!isEmpty()) {
      throw new WalArchiveNotEmptyException(
          "The WAL archive of '"
              + context.serverName()
              + "' in "
              + store.location()
              + " is not empty, and nothing in it says whose it is. Choose another server name, or"
              + " remove what is below "
              + layout.walsPrefix()
              + ".");
    }
  }

  /** A cluster before pg_upgrade may have been on a later timeline. */
  private Optional<TimelineId> latestTimeline(SystemIdentifier cluster) {
    return new ClusterScan(this, inventory(), cluster)
        .scan().timelines().stream().max(Comparator.naturalOrder());
  }

  private void refuse(TimelineId timeline, TimelineId latest) {
    throw new WalArchiveNotEmptyException(
        "The WAL archive of '"
            + context.serverName()
            + "' in "
            + store.location()
            + " is already on timeline "
            + latest
            + ", the server still on "
            + timeline
            + ": another server of this cluster was promoted. Rebuild this one as its standby, or"
            + " archive under another server name.");
  }

  /**
   * Returns a timeline's history as archived; a timeline whose history is not archived has no
   * ancestors, as PostgreSQL takes it.
   *
   * @throws CorruptArchiveException if it cannot be read
   */
  public TimelineHistory history(TimelineId timeline) {
    WalFileName.History name = new WalFileName.History(timeline);
    return StoreFailures.during(
            "Read " + name + " of '" + context.serverName() + "'",
            () -> lookup.find(name, (found, stored) -> HistoryReader.read(name, stored)))
        .orElseGet(() -> TimelineHistory.withoutAncestors(timeline));
  }

  /**
   * Returns a timeline's history, as {@link #history}; empty if it cannot be read, which is logged:
   * what does not need it goes on without.
   */
  public Optional<TimelineHistory> findHistory(TimelineId timeline) {
    try {
      return Optional.of(history(timeline));
    } catch (CorruptArchiveException | StorageFailedException e) {
      LOG.warn("Left out: {}", StoreFailures.gap(e).getMessage());
      return Optional.empty();
    }
  }

  /**
   * Returns the latest timeline of which there is a history or a segment, empty if there is none.
   */
  public Optional<TimelineId> latestTimeline() {
    return StoreFailures.during(
        "List the timelines of '" + context.serverName() + "'",
        () -> new TimelineScan(store, layout).latest());
  }

  private ListRequest allWals() {
    return ListRequest.prefix(layout.walsPrefix());
  }
}
