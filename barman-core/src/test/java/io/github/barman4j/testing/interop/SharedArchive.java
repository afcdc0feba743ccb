/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import io.github.barman4j.ServerContext;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.testing.servers.BarmanCli;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A place in a store that both sides use. Closing it deletes what is there. */
public final class SharedArchive implements AutoCloseable {

  private final ObjectStore store;
  private final UnaryOperator<BarmanCli> pointed;
  private final String url;
  private final Runnable stop;
  private final ExecutorService executor = Executors.newFixedThreadPool(4);

  /**
   * Makes the archive.
   *
   * @param store our way to it
   * @param pointed makes a Barman use the same server
   * @param url Barman's way to it
   * @param stop ends the server
   */
  public SharedArchive(
      ObjectStore store, UnaryOperator<BarmanCli> pointed, String url, Runnable stop) {
    this.store = store;
    this.pointed = pointed;
    this.url = url;
    this.stop = stop;
  }

  /** Returns our side of the archive of a server. */
  ServerContext ours(String serverName) {
    return new ServerContext(store, serverName, executor, Clock.systemDefaultZone());
  }

  /** Returns Barman's side of the archive of a server. */
  RealBarman barmans(BarmanCli barman, String serverName) {
    return new RealBarman(pointed.apply(barman), url, serverName);
  }

  /** Returns the keys that begin so, ascending. */
  List<String> keys(String prefix) {
    try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, ListRequest.prefix(prefix))) {
      return objects.map(object -> object.key().value()).toList();
    }
  }

  /** Deletes all that is in the archive. */
  void clear() throws IOException {
    try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, ListRequest.prefix(""))) {
      store.delete(objects.map(ObjectMetadata::key).toList()).throwIfIncomplete();
    }
  }

  @Override
  public void close() throws IOException {
    clear();
    store.close();
    executor.shutdownNow();
    stop.run();
  }
}
