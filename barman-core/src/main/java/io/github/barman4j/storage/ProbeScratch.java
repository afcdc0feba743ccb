/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The prefix that a probe works in, and what it may have written there. Thread-safe. */
final class ProbeScratch {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeScratch.class);

  private final ObjectStore store;
  private final String prefix = ".barman4j-probe-" + UUID.randomUUID() + "/";
  private final Set<ObjectKey> used = new TreeSet<>();
  private final Set<ObjectKey> written = new TreeSet<>();

  ProbeScratch(ObjectStore store) {
    this.store = store;
  }

  ObjectStore store() {
    return store;
  }

  /** Returns a key that is cleaned up at the end. */
  synchronized ObjectKey key(String name) {
    ObjectKey key = ObjectKey.of(prefix + name);
    used.add(key);
    return key;
  }

  private synchronized List<ObjectKey> used() {
    return List.copyOf(used);
  }

  /** Tells whether an object was put with success. */
  synchronized boolean isWritten(String name) {
    return written.contains(ObjectKey.of(prefix + name));
  }

  String prefix() {
    return prefix;
  }

  ObjectMetadata put(String name, byte[] content) throws IOException {
    return put(name, content, PutOptions.overwrite());
  }

  ObjectMetadata put(String name, byte[] content, PutOptions options) throws IOException {
    ObjectKey key = key(name);
    ObjectMetadata put =
        store.put(key, ObjectBody.of(content), options.withExpectedSize(content.length));
    synchronized (this) {
      written.add(key);
    }
    return put;
  }

  byte[] read(String name, int maxBytes) throws IOException {
    return ObjectStores.read(store, key(name), maxBytes);
  }

  /** Returns all keys below a part of the scratch prefix, in the store's order. */
  List<String> list(ListRequest request) throws IOException {
    try {
      return ObjectStores.walk(store, request)
          .map(object -> object.key().value().substring(prefix.length()))
          .toList();
    } catch (UncheckedIOException e) {
      throw Optional.ofNullable(e.getCause()).orElseThrow(() -> e);
    }
  }

  /** Deletes everything and returns what is, or may be, still there. */
  List<ObjectKey> clean() {
    Set<ObjectKey> rest = new TreeSet<>(used());
    rest.addAll(listed());
    rest.retainAll(delete(rest));
    rest.addAll(listed());
    return List.copyOf(rest);
  }

  private List<ObjectKey> listed() {
    try {
      return list(ListRequest.prefix(prefix)).stream()
          .map(name -> ObjectKey.of(prefix + name))
          .toList();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Looking for what a probe left in {} failed", prefix, e);
      return List.of();
    }
  }

  /** Returns keys that are not known to be gone. */
  private Set<ObjectKey> delete(Collection<ObjectKey> keys) {
    Set<ObjectKey> rest = new TreeSet<>(keys);
    rest.removeAll(tryDelete(keys));
    for (ObjectKey key : List.copyOf(rest)) {
      rest.removeAll(tryDelete(List.of(key)));
    }
    rest.removeIf(this::isAbsent);
    return rest;
  }

  private List<ObjectKey> tryDelete(Collection<ObjectKey> keys) {
    try {
      return store.delete(keys).deleted();
    } catch (ObjectStoreException | RuntimeException e) {
      LOG.debug("Deleting what a probe left in {} failed", prefix, e);
      return List.of();
    }
  }

  private boolean isAbsent(ObjectKey key) {
    try {
      return ObjectStores.find(store, key).isEmpty();
    } catch (ObjectStoreException | RuntimeException e) {
      LOG.debug("Looking for {} failed", key, e);
      return false;
    }
  }
}
