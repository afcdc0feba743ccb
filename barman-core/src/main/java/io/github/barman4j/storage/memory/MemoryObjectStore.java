/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.memory;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreCapabilities;
import io.github.barman4j.storage.WriteCondition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that keeps every promise of {@link ObjectStore}, for tests and samples.
 *
 * <p>It lives as long as it is referenced; {@link #close()} ends its use but frees nothing.
 * Thread-safe.
 */
public final class MemoryObjectStore implements ObjectStore {

  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;
  private static final StoreCapabilities CAPABILITIES =
      new StoreCapabilities(true, true, true, false, true, false, MAX_ARRAY, 1, 1000);

  private final ConcurrentSkipListMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(ObjectKey.STORE_ORDER);
  private final AtomicLong versions = new AtomicLong();
  private final URI location;
  private final InstantSource clock;
  private volatile boolean closed;

  /** Makes an empty store at {@code memory:NAME} that reads the system's clock. */
  public MemoryObjectStore(String name) {
    this(name, InstantSource.system());
  }

  /**
   * Makes an empty store at {@code memory:NAME}.
   *
   * @param clock says when objects are written
   * @throws IllegalArgumentException if the name is empty or cannot stand in a URI
   */
  public MemoryObjectStore(String name, InstantSource clock) {
    this.location = URI.create("memory:" + name);
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public URI location() {
    return location;
  }

  @Override
  public StoreCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    requireOpen();
    MemoryUpload upload = new MemoryUpload();
    body.writeTo(upload);
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException(what("put", key) + "interrupted before it was visible");
    }
    return publish("put", key, upload.toByteArray(), options);
  }

  private ObjectMetadata publish(String operation, ObjectKey key, byte[] bytes, PutOptions options)
      throws ObjectStoreException {
    String etag = Long.toHexString(versions.incrementAndGet());
    ObjectMetadata metadata = new ObjectMetadata(key, bytes.length, clock.instant(), etag);
    StoredObject object = new StoredObject(bytes, metadata, options.tags());
    WriteCondition condition = options.condition();
    if (condition instanceof WriteCondition.IfAbsent) {
      create(operation, key, object);
    } else if (condition instanceof WriteCondition.IfMatch ifMatch) {
      update(operation, key, object, ifMatch.etag());
    } else {
      objects.put(key.value(), object);
    }
    return metadata;
  }

  private void create(String operation, ObjectKey key, StoredObject object)
      throws ObjectStoreException {
    if (objects.putIfAbsent(key.value(), object) != null) {
      throw new ObjectAlreadyExistsException(
          what(operation, key) + "an object is there, and none may be replaced", null);
    }
  }

  private void update(String operation, ObjectKey key, StoredObject object, String etag)
      throws ObjectStoreException {
    StoredObject old = objects.get(key.value());
    if (old == null || !old.hasEtag(etag) || !objects.replace(key.value(), old, object)) {
      throw mismatch(operation, key, etag, old);
    }
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    StoredObject object = require("get", key);
    String etag = options.ifMatch();
    if (etag != null && !object.hasEtag(etag)) {
      throw mismatch("get", key, etag, object);
    }
    ByteRange range = options.range();
    if (range != null && range.offset() >= object.metadata().size()) {
      throw new ObjectStoreException(
          what("get", key) + range + " begins behind its " + object.metadata().size() + " bytes",
          null);
    }
    return new ObjectContent(
        object.metadata(), object.open(range == null ? ByteRange.from(0) : range));
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    return require("head", key).metadata();
  }

  @Override
  public ListPage list(ListRequest request) {
    requireOpen();
    return MemoryListing.page(objects, request);
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) {
    requireOpen();
    List<ObjectKey> distinct = keys.stream().distinct().toList();
    distinct.forEach(key -> objects.remove(key.value()));
    return new DeleteResult(distinct, Map.of());
  }

  @Override
  public ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    return publish("copy to", target, require("copy", source).content(), options);
  }

  @Override
  public ObjectTags tags(ObjectKey key) throws ObjectStoreException {
    return require("read tags of", key).tags();
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    StoredObject old;
    do {
      old = require("replace tags of", key);
    } while (!objects.replace(key.value(), old, old.withTags(tags)));
  }

  @Override
  public List<Leftover> leftovers(String prefix, Instant before) {
    return List.of();
  }

  @Override
  public boolean remove(Leftover leftover, Instant before) {
    throw new UnsupportedOperationException("No leftovers can be seen in this store");
  }

  @Override
  public void close() {
    closed = true;
  }

  private StoredObject require(String operation, ObjectKey key) throws ObjectNotFoundException {
    requireOpen();
    StoredObject object = objects.get(key.value());
    if (object == null) {
      throw new ObjectNotFoundException(what(operation, key) + "there is no such object", null);
    }
    return object;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store " + location + " is closed");
    }
  }

  private PreconditionFailedException mismatch(
      String operation, ObjectKey key, String etag, @Nullable StoredObject found) {
    String actual = found == null ? "there is none" : "found " + found.metadata().etag();
    return new PreconditionFailedException(
        what(operation, key) + "expected the version " + etag + ", " + actual, null);
  }

  private String what(String operation, ObjectKey key) {
    return operation + " " + location + "/" + key + ": ";
  }
}
