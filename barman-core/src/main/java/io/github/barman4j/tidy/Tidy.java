/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.tidy;

import io.github.barman4j.BarmanException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Removes what runs that were killed left: multipart uploads nobody completes, temporary files and
 * empty directories, and notes of backups that run no more. A plan first, which lists it with
 * reasons and is the dry run, then {@link #apply}, which does nothing that is not in the plan.
 *
 * <p>Only what nobody has touched for a grace time goes, a part of an upload or a byte of a file
 * counting as a touch; that is looked at once more before it goes. Backups are never touched: what
 * a backup that did not end has written is retention's to judge, and its note stays with it.
 * Thread-safe, holds no state; there is nothing to close.
 */
public final class Tidy {

  /** For how long nothing must have been done with what goes, unless another time is given. */
  public static final Duration GRACE = Duration.ofDays(1);

  private static final Duration SHORTEST = Duration.ofHours(1);

  private final ServerContext context;
  private final ArchiveStore store;
  private final ServerLayout layout;

  /** Makes the room of a server; does no I/O. */
  public Tidy(ServerContext context) {
    this.context = context;
    this.store = new ArchiveStore(context.store());
    this.layout = new ServerLayout(context.serverName());
  }

  /**
   * Returns what would go, with {@link #GRACE}.
   *
   * @throws io.github.barman4j.StorageFailedException if the store fails
   */
  public TidyPlan plan() {
    return plan(GRACE);
  }

  /**
   * Returns what would go.
   *
   * @param grace for how long nothing was done with it, at least an hour
   * @throws IllegalArgumentException if the time is shorter
   * @throws io.github.barman4j.StorageFailedException if the store fails
   */
  public TidyPlan plan(Duration grace) {
    if (grace.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "What may still run is not tidied: the grace time is at least an hour, got " + grace);
    }
    Instant before = context.clock().instant().minus(grace);
    return new TidyPlan(
        context.serverName(), before, Stream.concat(notes(before), leftovers(before)).toList());
  }

  /**
   * Removes what is in the plan and still untouched. What fails is in the result, and does not keep
   * the rest from being removed.
   *
   * @throws IllegalArgumentException if the plan is for another server
   */
  public TidyResult apply(TidyPlan plan) {
    if (!plan.serverName().equals(context.serverName())) {
      throw new IllegalArgumentException(
          "The plan is for server '" + plan.serverName() + "', not " + context.serverName());
    }
    List<TidyItem> removed = new ArrayList<>();
    List<TidyItem> stayed = new ArrayList<>();
    Map<TidyItem, String> failed = new HashMap<>();
    for (TidyItem item : plan.items()) {
      try {
        (isRemoved(item, plan.before()) ? removed : stayed).add(item);
      } catch (BarmanException e) {
        failed.put(item, String.valueOf(e.getMessage()));
      }
    }
    return new TidyResult(removed, stayed, failed);
  }

  private boolean isRemoved(TidyItem item, Instant before) {
    Leftover leftover = item.leftover();
    return leftover == null
        ? isNoteRemoved(item, before)
        : StoreFailures.during(
            "Could not remove " + item.name(), () -> context.store().remove(leftover, before));
  }

  private boolean isNoteRemoved(TidyItem item, Instant before) {
    boolean dead = notes(before).anyMatch(note -> note.name().equals(item.name()));
    if (dead) {
      store
          .delete(List.of(ObjectKey.of(item.name())))
          .failed()
          .forEach(
              (key, cause) ->
                  StoreFailures.during(
                      "Could not delete " + key,
                      () -> {
                        throw cause;
                      }));
    }
    return dead;
  }

  private Stream<TidyItem> leftovers(Instant before) {
    String prefix = context.serverName() + "/";
    return StoreFailures.during(
            "Could not look for what is left of " + prefix,
            () -> context.store().leftovers(prefix, before))
        .stream()
        .map(
            left ->
                new TidyItem(
                    left.name(), "nothing was done with it since " + left.touched(), left));
  }

  private Stream<TidyItem> notes(Instant before) {
    return store
        .walk(layout.runningPrefix())
        .filter(note -> note.lastModified().isBefore(before))
        .flatMap(note -> dead(note).stream());
  }

  private Optional<TidyItem> dead(ObjectMetadata note) {
    BackupId id = BackupId.of(note.key().lastName());
    String name = note.key().value();
    if (store.contains(layout.backupInfo(id))) {
      return Optional.of(new TidyItem(name, "backup " + id + " has ended", null));
    }
    try (Stream<ObjectMetadata> written = store.walk(layout.backupPrefix(id))) {
      return written.findAny().isPresent()
          ? Optional.empty()
          : Optional.of(
              new TidyItem(
                  name,
                  "backup " + id + " has written nothing since " + note.lastModified(),
                  null));
    }
  }
}
