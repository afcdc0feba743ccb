/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.owner;

import io.github.barman4j.ArchiveNotFoundException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.archive.ArchiveOwner;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import io.github.barman4j.wal.WalRange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hands the archive of a server to another cluster, as to the one that {@code pg_upgrade} has made.
 * A plan first, which says what will collide and is the dry run, then {@link #apply}.
 *
 * <p>The histories of the former owner's timelines are moved aside, since the new owner will write
 * histories of the same names; everything else stays where it is. Thread-safe, holds no state;
 * there is nothing to close.
 */
public final class OwnerChange {

  private static final int MAX_HISTORY = 1 << 20;

  private final ServerContext context;
  private final ObjectStore store;
  private final ServerLayout layout;

  /** Makes the room of a server; does no I/O. */
  public OwnerChange(ServerContext context) {
    this.context = context;
    this.store = context.store();
    this.layout = new ServerLayout(context.serverName());
  }

  /**
   * Returns what a change would do.
   *
   * @param owner that is to be
   * @param first WAL segment that it archives; names from there on, and on later timelines, collide
   * @throws ArchiveNotFoundException if the archive belongs to nobody
   * @throws io.github.barman4j.StorageFailedException if the store fails
   */
  public OwnerChangePlan plan(SystemIdentifier owner, WalSegmentName first) {
    OwnerNote former = read();
    OwnerChangePlan.Obstacles obstacles =
        former.cluster().equals(owner)
            ? new OwnerChangePlan.Obstacles(List.of(), List.of())
            : new OwnerChangePlan.Obstacles(collisions(first), histories());
    return new OwnerChangePlan(
        context.serverName(),
        former,
        owner,
        new BackupCatalog(context).list().backups(),
        obstacles);
  }

  /**
   * Does what the plan says. Broken off, it is planned and applied again: the owner changes last.
   *
   * @throws IllegalArgumentException if the plan is for another server
   * @throws io.github.barman4j.StorageFailedException if the store fails, or the owner is no longer
   *     the one of the plan
   */
  public void apply(OwnerChangePlan plan) {
    if (!plan.serverName().equals(context.serverName())) {
      throw new IllegalArgumentException(
          "The plan is for server '" + plan.serverName() + "', not " + context.serverName());
    }
    if (!plan.isDone()) {
      StoreFailures.during("Carry out: " + plan, () -> change(plan));
    }
  }

  private boolean change(OwnerChangePlan plan) throws IOException {
    if (!read().equals(plan.former())) {
      throw new IOException("the owner has changed since it was planned; plan again");
    }
    for (ObjectKey history : plan.obstacles().histories()) {
      moveAside(history, layout.former(plan.former().cluster(), history));
    }
    ObjectBody note = ObjectBody.of(plan.owner().toString());
    store.put(layout.owner(), note, PutOptions.overwrite().withCondition(condition(plan.former())));
    return true;
  }

  private void moveAside(ObjectKey history, ObjectKey aside) throws IOException {
    Optional<byte[]> content = ObjectStores.find(store, history, MAX_HISTORY);
    if (content.isPresent()) {
      store.put(aside, ObjectBody.of(content.get()), PutOptions.overwrite());
      IOException failed = store.delete(List.of(history)).failed().get(history);
      if (failed != null) {
        throw failed;
      }
    }
  }

  private WriteCondition condition(OwnerNote former) {
    String etag = former.etag();
    if (etag == null) {
      return store.capabilities().conditionalCreate()
          ? WriteCondition.ifAbsent()
          : WriteCondition.none();
    }
    return store.capabilities().conditionalUpdate()
        ? WriteCondition.ifMatch(etag)
        : WriteCondition.none();
  }

  /** The version first, so that a note that changes meanwhile is not overwritten. */
  private OwnerNote read() {
    Optional<ObjectMetadata> note =
        StoreFailures.during(
            "Look for " + layout.owner(), () -> ObjectStores.find(store, layout.owner()));
    SystemIdentifier cluster = new ArchiveOwner(context).find().orElseThrow(this::nobody);
    return new OwnerNote(cluster, note.map(ObjectMetadata::etag).orElse(null));
  }

  private ArchiveNotFoundException nobody() {
    return new ArchiveNotFoundException(
        "The archive of '"
            + context.serverName()
            + "' in "
            + store.location()
            + " belongs to no cluster. Check the name; the first cluster that archives takes it.");
  }

  private List<WalRange> collisions(WalSegmentName first) {
    return new WalArchive(context, WalOptions.defaults())
        .inventory().ranges().stream().flatMap(range -> from(first, range)).toList();
  }

  private static Stream<WalRange> from(WalSegmentName first, WalRange range) {
    long begin = Math.max(range.first(), first.number(range.segmentSize()));
    boolean isBefore = range.timeline().compareTo(first.timeline()) < 0 || begin > range.last();
    return isBefore
        ? Stream.empty()
        : Stream.of(new WalRange(range.timeline(), begin, range.last(), range.segmentSize()));
  }

  private List<ObjectKey> histories() {
    ListRequest wals = ListRequest.directory(layout.walsPrefix());
    try (Stream<ObjectMetadata> files = ObjectStores.walk(store, wals)) {
      return StoreFailures.during(
          "Look for histories in " + layout.walsPrefix(),
          () -> files.map(ObjectMetadata::key).filter(this::isHistory).toList());
    }
  }

  private boolean isHistory(ObjectKey key) {
    String suffix = Codec.ofFileName(key.lastName()).suffix();
    return layout.walOfKey(key, suffix).filter(WalFileName.History.class::isInstance).isPresent();
  }
}
