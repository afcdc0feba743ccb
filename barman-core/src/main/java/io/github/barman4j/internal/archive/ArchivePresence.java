/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.ArchiveNotFoundException;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * Tells an archive in which something is not there from an archive that is not there itself: a
 * directory that is not mounted and a bucket that was emptied say "not there" of everything.
 */
public final class ArchivePresence {

  private final ObjectStore store;
  private final ServerLayout layout;

  /** Makes the look at the archive of a server; asks nothing yet. */
  public ArchivePresence(ObjectStore store, ServerLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /** Tells whether there is our note of the owner, or anything else of the server. */
  boolean exists() throws IOException {
    return ObjectStores.find(store, layout.owner()).isPresent()
        || hasFiles(layout.walsPrefix())
        || hasFiles(layout.basePrefix());
  }

  /** Keys that end with a slash are how consoles show empty directories. */
  private boolean hasFiles(String prefix) {
    try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, ListRequest.prefix(prefix))) {
      return objects.anyMatch(object -> !object.key().value().endsWith("/"));
    }
  }

  /**
   * Checks, before something is said not to be in the archive, that the archive is there.
   *
   * @throws ArchiveNotFoundException if it is not
   * @throws IOException if the store fails
   */
  public void requireThere() throws IOException {
    if (!exists()) {
      throw missing("Check that the directory is mounted and the bucket is the right one.");
    }
  }

  ArchiveNotFoundException missing(String next) {
    return new ArchiveNotFoundException(
        archive() + " is not there: neither backups nor WAL nor a note of its owner. " + next);
  }

  /** Returns what names the archive. */
  String archive() {
    return "The archive of '" + layout.serverName() + "' in " + store.location();
  }
}
