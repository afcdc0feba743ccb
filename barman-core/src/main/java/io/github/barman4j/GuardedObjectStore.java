/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
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
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.io.IOException;
import java.util.Collection;

/** The store of a {@link Barman}, which nothing that was handed out reaches after the end. */
final class GuardedObjectStore extends ForwardingObjectStore {

  private final Operations operations;

  GuardedObjectStore(ObjectStore store, Operations operations) {
    super(store);
    this.operations = operations;
  }

  private ObjectStore open() {
    operations.requireUnreleased();
    return delegate();
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    return open().put(key, body, options);
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    return open().get(key, options);
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    return open().head(key);
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    return open().list(request);
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    return open().delete(keys);
  }

  @Override
  public ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    return open().copy(source, target, options);
  }

  @Override
  public ObjectTags tags(ObjectKey key) throws ObjectStoreException {
    return open().tags(key);
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    open().replaceTags(key, tags);
  }
}
