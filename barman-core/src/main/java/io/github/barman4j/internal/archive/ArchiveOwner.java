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
 * <p>What was found is remembered, so that a process asks once. Thread-safe.
 */
public final class ArchiveOwner {

  private static final int MAX_NOTE = 1024;

  private final ObjectStore store;
  private final ServerLayout layout;
  private final OwnerEvidence evidence;
  private volatile @Nullable SystemIdentifier noted;

  /** Makes the owner of the archive of a server; asks nothing yet. */
  public ArchiveOwner(ServerContext context) {
    store = context.store();
    layout = new ServerLayout(context.serverName());
    evidence = new OwnerEvidence(store, layout);
  }

  /**
   * Takes the archive for a cluster, or confirms that it has it.
   *
   * @throws ForeignServerException if the archive is another cluster's
   * @throws io.github.barman4j.StorageFailedException if the store fails
   */
  public void claim(SystemIdentifier cluster) {
    SystemIdentifier owner = noted;
    if (owner == null) {
      owner = StoreFailures.during("Find out who owns " + archive(), () -> settle(cluster));
    }
    requireOwnedBy(cluster, owner);
    noted = owner;
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
  private SystemIdentifier settle(SystemIdentifier cluster) throws IOException {
    Optional<SystemIdentifier> present = readNote();
    if (present.isPresent()) {
      return present.get();
    }
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
              + " good (pg_upgrade), write "
              + cluster
              + " into "
              + where(layout.owner())
              + ".");
    }
  }

  private String archive() {
    return "the archive of '" + layout.serverName() + "' in " + store.location();
  }

  private String where(ObjectKey key) {
    return store.location() + "/" + key;
  }
}
