/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

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
import io.github.barman4j.storage.filter.StoreOperation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store that fails on order, and remembers what was asked of it. With several keys in a delete,
 * each key is a call for the faults. Thread-safe.
 */
public final class FaultInjectingObjectStore extends ForwardingObjectStore {

  private final List<Injected> faults = new CopyOnWriteArrayList<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /** Makes a store that does what {@code delegate} does until a fault is injected. */
  public FaultInjectingObjectStore(ObjectStore delegate) {
    super(delegate);
  }

  /**
   * What was called.
   *
   * @param operation the operation
   * @param key the key, or prefix of a list
   */
  public record Call(StoreOperation operation, String key) {}

  /** Adds a fault; the calls that it counts begin now. */
  public void inject(Fault fault) {
    faults.add(new Injected(fault, new AtomicInteger()));
  }

  /** Removes all faults. */
  public void heal() {
    faults.clear();
  }

  /** Returns every call so far in order, those that failed included. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Returns how often the operation was called so far. */
  public long count(StoreOperation operation) {
    return calls.stream().filter(call -> call.operation() == operation).count();
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    ObjectStore store = delegate();
    Effects effects = effects(StoreOperation.PUT, key.value());
    effects.before();
    ObjectMetadata written = store.put(key, effects.body(body), options);
    effects.after();
    return written;
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    ObjectStore store = delegate();
    Effects effects = effects(StoreOperation.GET, key.value());
    effects.before();
    ObjectContent content = store.get(key, options);
    return new ObjectContent(content.metadata(), effects.stream(content.stream()));
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    ObjectStore store = delegate();
    return around(StoreOperation.HEAD, key.value(), () -> store.head(key));
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    ObjectStore store = delegate();
    return around(StoreOperation.LIST, request.prefix(), () -> store.list(request));
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    ObjectStore store = delegate();
    List<ObjectKey> good = new ArrayList<>();
    Map<ObjectKey, ObjectStoreException> failed = new LinkedHashMap<>();
    for (ObjectKey key : keys) {
      try {
        effects(StoreOperation.DELETE, key.value()).before();
        good.add(key);
      } catch (ObjectStoreException e) {
        failed.put(key, e);
      }
    }
    DeleteResult result = store.delete(good);
    failed.putAll(result.failed());
    return new DeleteResult(result.deleted(), failed);
  }

  @Override
  public ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    ObjectStore store = delegate();
    return around(StoreOperation.COPY, target.value(), () -> store.copy(source, target, options));
  }

  @Override
  public ObjectTags tags(ObjectKey key) throws ObjectStoreException {
    ObjectStore store = delegate();
    return around(StoreOperation.TAGS, key.value(), () -> store.tags(key));
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    ObjectStore store = delegate();
    Effects effects = effects(StoreOperation.REPLACE_TAGS, key.value());
    effects.before();
    store.replaceTags(key, tags);
    effects.after();
  }

  private <T> T around(StoreOperation operation, String key, Action<T> action)
      throws ObjectStoreException {
    Effects effects = effects(operation, key);
    effects.before();
    T result = action.run();
    effects.after();
    return result;
  }

  private Effects effects(StoreOperation operation, String key) {
    calls.add(new Call(operation, key));
    List<Fault.Effect> active = new ArrayList<>();
    for (Injected each : faults) {
      if (each.hits(operation, key)) {
        active.add(each.fault().effect());
      }
    }
    String verb = operation.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return new Effects(active, verb + " " + location() + "/" + key + ": ");
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws ObjectStoreException;
  }

  private record Injected(Fault fault, AtomicInteger matched) {
    boolean hits(StoreOperation operation, String key) {
      if (!fault.operations().contains(operation) || !fault.keys().test(key)) {
        return false;
      }
      int behindFirst = matched.incrementAndGet() - fault.firstCall();
      return behindFirst >= 0 && behindFirst < fault.times();
    }
  }

  private record Effects(List<Fault.Effect> active, String what) {
    void before() throws ObjectStoreException {
      for (Fault.Effect each : active) {
        each.before(what);
      }
    }

    void after() throws ObjectStoreException {
      for (Fault.Effect each : active) {
        each.after(what);
      }
    }

    ObjectBody body(ObjectBody body) {
      ObjectBody result = body;
      for (Fault.Effect each : active) {
        result = each.body(result, what);
      }
      return result;
    }

    InputStream stream(InputStream stream) {
      InputStream result = stream;
      for (Fault.Effect each : active) {
        result = each.stream(result, what);
      }
      return result;
    }
  }
}
