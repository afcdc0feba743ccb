/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreCapabilities;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Passes every call on; the base of stores that change some.
 *
 * <p>Closing it ends its use and leaves the store it was given open. Thread-safe if that one is.
 */
public abstract class ForwardingObjectStore implements ObjectStore {

  private final ObjectStore delegate;
  private volatile boolean closed;

  /** Makes a store before {@code delegate}, which the caller closes. */
  protected ForwardingObjectStore(ObjectStore delegate) {
    this.delegate = Objects.requireNonNull(delegate, "delegate");
  }

  /**
   * Returns the store behind this one.
   *
   * @throws IllegalStateException if this one is closed
   */
  protected final ObjectStore delegate() {
    if (closed) {
      throw new IllegalStateException("The store " + location() + " is closed");
    }
    return delegate;
  }

  @Override
  public URI location() {
    return delegate.location();
  }

  @Override
  public StoreCapabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    return delegate().put(key, body, options);
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    return delegate().get(key, options);
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    return delegate().head(key);
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    return delegate().list(request);
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    return delegate().delete(keys);
  }

  @Override
  public ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    return delegate().copy(source, target, options);
  }

  @Override
  public ObjectTags tags(ObjectKey key) throws ObjectStoreException {
    return delegate().tags(key);
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    delegate().replaceTags(key, tags);
  }

  @Override
  public List<Leftover> leftovers(String prefix, Instant before) throws ObjectStoreException {
    return delegate().leftovers(prefix, before);
  }

  @Override
  public boolean remove(Leftover leftover, Instant before) throws ObjectStoreException {
    return delegate().remove(leftover, before);
  }

  @Override
  public void close() {
    closed = true;
  }
}
