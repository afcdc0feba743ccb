/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreCapabilities;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A store whose failures come as {@link StoreFailures} says. Thread-safe; closes nothing. */
public final class ArchiveStore {

  private final ObjectStore store;

  /** Makes the view of a store. */
  public ArchiveStore(ObjectStore store) {
    this.store = store;
  }

  /** Returns what the store can do. */
  public StoreCapabilities capabilities() {
    return store.capabilities();
  }

  /** Returns an object's bytes, empty if there is none; more than {@code maxBytes} is an error. */
  public Optional<byte[]> find(ObjectKey key, int maxBytes) {
    return attempt("read " + key, () -> ObjectStores.find(store, key, maxBytes));
  }

  /** Tells whether there is an object. */
  public boolean contains(ObjectKey key) {
    return attempt("look for " + key, () -> ObjectStores.find(store, key)).isPresent();
  }

  /** Writes an object, replacing what is there. */
  public void put(ObjectKey key, String text) {
    attempt("write " + key, () -> store.put(key, ObjectBody.of(text), PutOptions.overwrite()));
  }

  /** Deletes objects; failures of single ones are in the result. */
  public DeleteResult delete(Collection<ObjectKey> keys) {
    return attempt("delete " + keys.size() + " objects", () -> store.delete(keys));
  }

  /** Returns the objects below a prefix, a page in memory at a time. */
  public Stream<ObjectMetadata> walk(String prefix) {
    return guarded("list " + prefix, ObjectStores.walk(store, ListRequest.prefix(prefix)));
  }

  /** Returns the directories directly below a prefix, each with its slash, as {@link #walk}. */
  public Stream<String> walkDirectories(String prefix) {
    return guarded(
        "list " + prefix, ObjectStores.walkPrefixes(store, ListRequest.directory(prefix)));
  }

  private static <T> Stream<T> guarded(String task, Stream<T> stream) {
    Iterator<T> raw = stream.iterator();
    Iterable<T> guarded = () -> new Guarded<>(task, raw);
    return StreamSupport.stream(guarded.spliterator(), false);
  }

  private record Guarded<T>(String task, Iterator<T> raw) implements Iterator<T> {
    @Override
    public boolean hasNext() {
      return guard(task, raw::hasNext);
    }

    @Override
    public T next() {
      return guard(task, raw::next);
    }
  }

  private static <T> T guard(String task, Supplier<T> step) {
    return StoreFailures.during("Could not " + task, step::get);
  }

  private static <T> T attempt(String task, StoreFailures.Call<T> call) {
    return StoreFailures.during("Could not " + task, call);
  }
}
