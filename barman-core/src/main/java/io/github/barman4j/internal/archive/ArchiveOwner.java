/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster the archive of a server belongs to, by system identifier: what keeps two clusters
 * under one server name from mixing their WAL, and lets a failover of one cluster through.
 *
 * <p>A note in the archive says it. Where there is none, as in archives that Barman made, the
 * newest backup says it, or else the first WAL segment; an archive without any of them belongs to
 * nobody.
 *
 * <p>What was found is remembered for some seconds. An archive that this process or this server has
 * used before and that is not there is not begun anew. Thread-safe.
 */
public final class ArchiveOwner {

  private static final int MAX_NOTE = 1024;

  /** A resident asks again, because what it archives into can vanish while it runs. */
  private static final Duration CONFIRM_AFTER = Duration.ofSeconds(10);

  private final ObjectStore store;
  private final ServerLayout layout;
  private final OwnerEvidence evidence;
  private final ArchivePresence presence;
  private final Clock clock;
  private volatile @Nullable Confirmed confirmed;

  /** What was found, and when. */
  private record Confirmed(SystemIdentifier owner, Instant at) {}

  /** Makes the owner of the archive of a server; asks nothing yet. */
  public ArchiveOwner(ServerContext context) {
    store = context.store();
    layout = new ServerLayout(context.serverName());
    evidence = new OwnerEvidence(store, layout);
    presence = new ArchivePresence(store, layout);
    clock = context.clock();
  }

  /**
   * Takes the archive for a cluster, or confirms that it has it.
   *
   * @throws ForeignServerException if the archive is another cluster's
   * @throws io.github.barman4j.ArchiveNotFoundException if it was used before and is not there
   * @throws io.github.barman4j.StorageFailedException if the store fails
   */
  public void claim(SystemIdentifier cluster, HostNote host) {
    Confirmed known = confirmed;
    if (known == null || isOld(known)) {
      String task = "Find out who owns " + archive();
      SystemIdentifier owner = StoreFailures.during(task, () -> settle(cluster, host));
      requireOwnedBy(cluster, owner);
      confirmed = new Confirmed(owner, clock.instant());
      host.remember(presence.archive());
    } else {
      requireOwnedBy(cluster, known.owner());
    }
  }

  /** Takes the archive for a cluster that runs elsewhere; see the other. */
  public void claim(SystemIdentifier cluster) {
    claim(cluster, HostNote.none());
  }

  /**
   * Confirms that the archive is there if it was used before, for a file that does not say whose it
   * is.
   *
   * @throws io.github.barman4j.ArchiveNotFoundException if it is not
   */
  public void confirm(HostNote host) {
    Confirmed known = confirmed;
    if (known == null ? isRemembered(host) : isOld(known)) {
      StoreFailures.during(
          "Look for " + archive(),
          () -> {
            requireNotVanished(host);
            return true;
          });
    }
  }

  private boolean isOld(Confirmed known) {
    return !clock.instant().isBefore(known.at().plus(CONFIRM_AFTER));
  }

  private boolean isRemembered(HostNote host) {
    return confirmed != null || host.remembers(presence.archive());
  }

  private void requireNotVanished(HostNote host) throws IOException {
    if (isRemembered(host) && !presence.exists()) {
      throw presence.missing(
          "This server has used it before, so that it is not begun anew. Check that the directory"
              + " is mounted and the bucket is the right one. If a new archive is to begin there,"
              + " remove "
              + host.where(presence.archive())
              + " and start what archives again.");
    }
  }

  /**
   * Returns the cluster that the archive belongs to, empty if it is nobody's.
   *
   * @throws io.github.barman4j.StorageFailedException if the store fails
   */
  public Optional<SystemIdentifier> find() {
    return StoreFailures.during(
        "Find out who owns " + archive(), () -> readNote().or(evidence::find));
  }

  /** Returns the owner, with the note written if there was none. */
  private SystemIdentifier settle(SystemIdentifier cluster, HostNote host) throws IOException {
    Optional<SystemIdentifier> present = readNote();
    if (present.isPresent()) {
      return present.get();
    }
    requireNotVanished(host);
    SystemIdentifier owner = evidence.find().orElse(cluster);
    requireOwnedBy(cluster, owner);
    return writeNote(owner);
  }

  private SystemIdentifier writeNote(SystemIdentifier owner) throws IOException {
    try {
      store.put(layout.owner(), ObjectBody.of(owner.toString()), condition());
      return owner;
    } catch (ObjectAlreadyExistsException | WriteOutcomeUnknownException e) {
      Optional<SystemIdentifier> winner = readNote();
      if (winner.isEmpty()) {
        throw e;
      }
      return winner.get();
    }
  }

  private PutOptions condition() {
    return store.capabilities().conditionalCreate()
        ? PutOptions.ifAbsent()
        : PutOptions.overwrite();
  }

  private Optional<SystemIdentifier> readNote() throws IOException {
    return ObjectStores.find(store, layout.owner(), MAX_NOTE).map(this::parse);
  }

  private SystemIdentifier parse(byte[] note) {
    String text = new String(note, UTF_8).strip();
    try {
      return SystemIdentifier.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CorruptArchiveException(
          "The note "
              + where(layout.owner())
              + " of who owns the archive: expected a system"
              + " identifier in decimal, got '"
              + text
              + "'. Delete it to have it made anew.",
          e);
    }
  }

  /**
   * Checks that the cluster is the owner that {@link #find()} gave.
   *
   * @throws ForeignServerException if it is not
   */
  public void requireOwnedBy(SystemIdentifier cluster, SystemIdentifier owner) {
    if (!cluster.equals(owner)) {
      throw new ForeignServerException(
          "The cluster with system identifier "
              + cluster
              + " cannot use "
              + archive()
              + ", which belongs to the cluster "
              + owner
              + ". Give each cluster its own server name. If this cluster replaces the other for"
              + " good (pg_upgrade), hand the archive over with barman-cloud-change-owner"
              + " --system-identifier "
              + cluster
              + " (BarmanServer.ownerChange()); with --dry-run it says first what collides.");
    }
  }

  private String archive() {
    return "the archive of '" + layout.serverName() + "' in " + store.location();
  }

  private String where(ObjectKey key) {
    return store.location() + "/" + key;
  }
}
