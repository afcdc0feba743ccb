/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import io.github.barman4j.internal.listener.SafeCalls;
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
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;

/** Tells a listener of every call: the place for metrics and progress. */
public final class ObservedObjectStore extends ForwardingObjectStore {

  private final StoreListener listener;
  private final SafeCalls calls = new SafeCalls("store listener");

  /** Makes a store that tells {@code listener} of the calls of {@code delegate}. */
  public ObservedObjectStore(ObjectStore delegate, StoreListener listener) {
    super(delegate);
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    ObjectStore store = delegate();
    Observation call = observe(StoreOperation.PUT, key.value());
    try {
      return store.put(key, out -> body.writeTo(new Counting(out, call)), options);
    } catch (IOException | RuntimeException | Error e) {
      call.failed(e);
      throw e;
    } finally {
      call.end();
    }
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    ObjectStore store = delegate();
    Observation call = observe(StoreOperation.GET, key.value());
    try {
      ObjectContent content = store.get(key, options);
      return new ObjectContent(content.metadata(), new ObservedInput(content.stream(), call));
    } catch (ObjectStoreException | RuntimeException e) {
      call.failed(e);
      call.end();
      throw e;
    }
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    ObjectStore store = delegate();
    return during(StoreOperation.HEAD, key.value(), call -> store.head(key));
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    ObjectStore store = delegate();
    return during(StoreOperation.LIST, request.prefix(), call -> list(store, request, call));
  }

  private static ListPage list(ObjectStore store, ListRequest request, Observation call)
      throws ObjectStoreException {
    ListPage page = store.list(request);
    call.objects(page.objects().size() + page.prefixes().size());
    return page;
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    ObjectStore store = delegate();
    Iterator<ObjectKey> first = keys.iterator();
    String subject = first.hasNext() ? first.next().value() : "";
    return during(StoreOperation.DELETE, subject, call -> delete(store, keys, call));
  }

  private static DeleteResult delete(
      ObjectStore store, Collection<ObjectKey> keys, Observation call) throws ObjectStoreException {
    call.objects(keys.size());
    DeleteResult result = store.delete(keys);
    result.failed().values().stream().findFirst().ifPresent(call::failed);
    return result;
  }

  @Override
  public ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    ObjectStore store = delegate();
    return during(StoreOperation.COPY, target.value(), call -> store.copy(source, target, options));
  }

  @Override
  public ObjectTags tags(ObjectKey key) throws ObjectStoreException {
    ObjectStore store = delegate();
    return during(StoreOperation.TAGS, key.value(), call -> store.tags(key));
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    ObjectStore store = delegate();
    during(
        StoreOperation.REPLACE_TAGS,
        key.value(),
        call -> {
          store.replaceTags(key, tags);
          return tags;
        });
  }

  private Observation observe(StoreOperation operation, String subject) {
    return new Observation(listener, calls, operation, subject);
  }

  private <T> T during(StoreOperation operation, String subject, Call<T> action)
      throws ObjectStoreException {
    Observation call = observe(operation, subject);
    try {
      return action.run(call);
    } catch (ObjectStoreException | RuntimeException e) {
      call.failed(e);
      throw e;
    } finally {
      call.end();
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T run(Observation call) throws ObjectStoreException;
  }

  private static final class Counting extends FilterOutputStream {
    private final Observation call;

    Counting(OutputStream out, Observation call) {
      super(out);
      this.call = call;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      call.add(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      call.add(length);
    }
  }
}
