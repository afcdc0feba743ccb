/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.internal.archive.ArchiveOwner;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.archive.Parallel;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The base backups in the archive of one server: which there are, what is known of them, which are
 * kept.
 *
 * <p>Holds no state: each call asks the store. Thread-safe; there is nothing to close.
 *
 * <p>Every method throws {@link io.github.barman4j.StorageFailedException} if the store fails and
 * {@link io.github.barman4j.OperationCancelledException} if the thread is interrupted.
 */
public final class BackupCatalog {

  private static final Logger LOG = LoggerFactory.getLogger(BackupCatalog.class);
  private static final int READS_AT_ONCE = 16;

  private final ServerContext context;
  private final ArchiveStore store;
  private final ServerLayout layout;
  private final KeepAnnotations keeps;

  /** Makes the catalog of a server; does no I/O. */
  public BackupCatalog(ServerContext context) {
    this.context = context;
    this.store = new ArchiveStore(context.store());
    this.layout = new ServerLayout(context.serverName());
    this.keeps = new KeepAnnotations(store, layout);
  }

  /** Returns all backups, unreadable ones as data; reads up to 16 files at once. */
  public BackupListing list() {
    List<BackupId> ids = ids().toList();
    List<Entry> entries = Parallel.map(context.executor(), READS_AT_ONCE, ids, this::read);
    return listing(entries);
  }

  private static BackupListing listing(List<Entry> entries) {
    List<BackupInfo> backups = new ArrayList<>();
    List<UnreadableBackup> unreadable = new ArrayList<>();
    List<BackupId> incomplete = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.info() != null) {
        backups.add(entry.info());
      } else if (entry.problem() != null) {
        unreadable.add(entry.problem());
      } else {
        incomplete.add(entry.id());
      }
    }
    return new BackupListing(backups, unreadable, incomplete);
  }

  /**
   * Returns the readable backups ascending by id, each read when it is consumed; unreadable ones
   * are logged and left out.
   */
  public Stream<BackupInfo> walk() {
    return ids().map(this::read).peek(BackupCatalog::warn).flatMap(Entry::stream);
  }

  private static void warn(Entry entry) {
    UnreadableBackup problem = entry.problem();
    if (problem != null) {
      LOG.warn("Left out: {}", problem.cause().getMessage());
    }
  }

  private Stream<BackupId> ids() {
    return store
        .walkDirectories(layout.basePrefix())
        .filter(
            prefix ->
                !prefix.substring(layout.basePrefix().length(), prefix.length() - 1).isBlank())
        .map(layout::backupOfPrefix);
  }

  private record Entry(BackupId id, @Nullable BackupInfo info, @Nullable UnreadableBackup problem) {
    Stream<BackupInfo> stream() {
      return Stream.ofNullable(info);
    }
  }

  private Entry read(BackupId id) {
    try {
      return new Entry(id, findInfo(id).orElse(null), null);
    } catch (CorruptArchiveException | StorageFailedException e) {
      return new Entry(id, null, new UnreadableBackup(id, StoreFailures.gap(e)));
    }
  }

  private Optional<BackupInfo> findInfo(BackupId id) {
    return store
        .find(layout.backupInfo(id), InfoFile.MAX_BYTES)
        .map(content -> InfoFile.parse(id, content));
  }

  /**
   * Returns the backup that the selector means, empty if there is none. An id costs one request.
   *
   * @throws UnknownBackupException if several have the name
   * @throws CorruptArchiveException if the backup with the id is unreadable
   */
  public Optional<BackupInfo> find(BackupSelector selector) {
    return selector instanceof BackupSelector.Id byId
        ? findInfo(byId.id())
        : Selection.select(selector, meant(selector, listLoudly().backups()));
  }

  /** Where clusters followed each other, the latest is that of the one that owns the archive. */
  private List<BackupInfo> meant(BackupSelector selector, List<BackupInfo> backups) {
    boolean isLatest =
        selector instanceof BackupSelector.Latest || selector instanceof BackupSelector.Target;
    if (!isLatest
        || backups.stream().flatMap(b -> b.systemIdentifier().stream()).distinct().count() < 2) {
      return backups;
    }
    Optional<SystemIdentifier> owner = owner();
    List<BackupInfo> own =
        backups.stream()
            .filter(
                b -> b.isRestorable() && owner.isPresent() && b.systemIdentifier().equals(owner))
            .toList();
    return own.isEmpty() ? backups : own;
  }

  private Optional<SystemIdentifier> owner() {
    try {
      return new ArchiveOwner(context).find();
    } catch (CorruptArchiveException e) {
      LOG.warn("It is not known whose the archive is: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private BackupListing listLoudly() {
    BackupListing listing = list();
    listing.unreadable().forEach(one -> LOG.warn("Left out: {}", one.cause().getMessage()));
    return listing;
  }

  /**
   * Returns the backup that the selector means.
   *
   * @throws UnknownBackupException if there is none, with those that there are, or if several have
   *     the name
   * @throws CorruptArchiveException if the backup with the id is unreadable
   */
  public BackupInfo get(BackupSelector selector) {
    if (selector instanceof BackupSelector.Id) {
      return find(selector).orElseThrow(() -> unknown(selector, list()));
    }
    BackupListing listing = listLoudly();
    return Selection.select(selector, meant(selector, listing.backups()))
        .orElseThrow(() -> unknown(selector, listing));
  }

  private UnknownBackupException unknown(BackupSelector selector, BackupListing listing) {
    return new UnknownBackupException(
        "No backup of server '"
            + context.serverName()
            + "' is "
            + selector
            + "; "
            + Selection.existing(listing));
  }

  /** Returns the tars of a backup in the order of extraction, empty if there is no such backup. */
  public List<BackupPart> parts(BackupId id) {
    return store
        .walk(layout.backupPrefix(id))
        .filter(object -> partName(id, object).isPresent())
        .sorted(Comparator.comparing(object -> partName(id, object).orElseThrow()))
        .map(object -> new BackupPart(object.key(), object.size()))
        .toList();
  }

  /** Lists a backup's directory and says whether all parts are there. */
  public BackupParts partsOf(BackupInfo backup) {
    return BackupParts.of(backup, parts(backup.id()));
  }

  private Optional<PartName> partName(BackupId id, ObjectMetadata object) {
    return PartName.find(object.key().value().substring(layout.backupPrefix(id).length()));
  }

  /** Returns the bytes that the tars of a backup occupy in the store. */
  public long size(BackupId id) {
    return parts(id).stream().mapToLong(BackupPart::size).sum();
  }

  /**
   * Returns the backups of ours that are running, or whose process died, ascending by id: there is
   * a note that one began, and no {@code backup.info}.
   */
  public List<BackupInfo> running() {
    return store
        .walk(layout.runningPrefix())
        .map(note -> BackupId.of(note.key().lastName()))
        .filter(id -> !hasInfo(id))
        .flatMap(id -> readNote(id).stream())
        .toList();
  }

  private boolean hasInfo(BackupId id) {
    return isThere(layout.backupInfo(id));
  }

  /** Asked of a listing, which tells of objects that may not be read, too. */
  private boolean isThere(ObjectKey key) {
    return store.walk(key.value()).map(ObjectMetadata::key).anyMatch(key::equals);
  }

  /** A note that cannot be read still says that a backup is running. */
  private Optional<BackupInfo> readNote(BackupId id) {
    try {
      return store
          .find(layout.running(id), InfoFile.MAX_BYTES)
          .map(text -> InfoFile.parse(id, text));
    } catch (CorruptArchiveException | StorageFailedException e) {
      LOG.warn("Note of a running backup: {}", StoreFailures.gap(e).getMessage());
      return Optional.of(
          BackupInfo.builder(id).set(BackupField.STATUS, BackupStatus.STARTED).build());
    }
  }

  /**
   * Returns the directories without {@code backup.info} and without a note that a backup is
   * running, ascending: another program's running backup, or what a crash left.
   */
  public List<BackupId> incomplete() {
    return ids().filter(id -> !hasInfo(id)).filter(id -> !isThere(layout.running(id))).toList();
  }

  /** Returns the earliest moment that can be recovered, empty if there is no restorable backup. */
  public Optional<Instant> firstRecoverabilityPoint() {
    return walk()
        .filter(BackupInfo::isRestorable)
        .flatMap(backup -> backup.endTime().stream())
        .map(OffsetDateTime::toInstant)
        .min(Comparator.naturalOrder());
  }

  /**
   * Keeps a backup from retention and from deletion; one that is kept already is kept anew.
   *
   * @throws UnknownBackupException if there is no such backup
   * @throws IllegalStateException if it is not {@link BackupStatus#DONE}
   */
  public void keep(BackupId id, KeepTarget target) {
    BackupInfo backup = get(BackupSelector.id(id));
    if (backup.status() != BackupStatus.DONE) {
      throw new IllegalStateException(
          "Backup " + backup + " cannot be kept: only a backup that is DONE can");
    }
    keeps.write(id, target);
    LOG.info("Backup {} of {} is kept, {}", id, context.serverName(), target.word());
  }

  /** Gives a backup up to retention again; does nothing if it is not kept. */
  public void release(BackupId id) {
    keeps.delete(id);
    LOG.info("Backup {} of {} is released", id, context.serverName());
  }

  /**
   * Returns what is kept with a backup, empty if it is not kept or does not exist. An annotation
   * that is not exactly {@code standalone} keeps everything, as with Barman.
   */
  public Optional<KeepTarget> keepTarget(BackupId id) {
    return keeps.find(id);
  }
}
