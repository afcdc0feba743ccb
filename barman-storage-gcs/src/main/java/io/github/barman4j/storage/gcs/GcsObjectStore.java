/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.cloud.storage.Storage;
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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Objects in a bucket of Google Cloud Storage. Etags are generations.
 *
 * <p>Bodies of one part are written in one request, larger ones as resumable uploads whose chunks
 * go one after another, or as parts sent in parallel and composed, if the options say so; parts of
 * all uploads share one memory budget. A put that fails cancels its upload. Every write leaves its
 * id in the object's metadata as {@code barman4j-write}, by which it is recognised should the
 * answer to it be lost; the other metadata are the tags, as Barman keeps them.
 *
 * <p>No bucket is ever created. Uploads whose process died end by themselves after a week; of
 * composed ones the parts stay below {@code .barman4j-parts/}, which listings leave out, until
 * another composed upload finds them older than a week.
 *
 * <p>Thread-safe. The caller closes it.
 */
public final class GcsObjectStore implements ObjectStore {

  private final GcsContext context;
  private final boolean ownsClient;
  private final GcsUploads uploads;
  private final GcsReads reads;
  private final GcsListing listing;
  private final GcsDeletes deletes;
  private final GcsCopies copies;
  private final GcsTags tags;
  private final AtomicBoolean closed = new AtomicBoolean();

  private GcsObjectStore(Storage client, GcsOptions options, boolean ownsClient) {
    context = GcsContext.of(client, options);
    this.ownsClient = ownsClient;
    uploads = new GcsUploads(context);
    reads = new GcsReads(context);
    listing = new GcsListing(context);
    deletes = new GcsDeletes(context);
    copies = new GcsCopies(context);
    tags = new GcsTags(context);
  }

  /** Returns a store with a client of its own; makes no request. */
  public static GcsObjectStore create(GcsOptions options) {
    return new GcsObjectStore(GcsClients.create(options), options, true);
  }

  /**
   * Returns a store that uses a client of the caller, who closes it; the options of connections,
   * credentials and project are the client's own then. Makes no request.
   *
   * @throws IllegalArgumentException if the client speaks gRPC
   */
  public static GcsObjectStore create(GcsOptions options, Storage client) {
    return new GcsObjectStore(Objects.requireNonNull(client, "client"), options, false);
  }

  @Override
  public URI location() {
    return context.location().toUri();
  }

  @Override
  public StoreCapabilities capabilities() {
    return new StoreCapabilities(
        true,
        true,
        true,
        true,
        true,
        false,
        uploads.maxObjectSize(),
        context.options().get(GcsSettings.MAX_PARTS),
        GcsDeletes.MAX_BATCH);
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    checkOpen();
    return uploads.put(key, body, options);
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    checkOpen();
    return reads.get(key, options);
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    checkOpen();
    return reads.head(key);
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    checkOpen();
    return listing.list(request);
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    checkOpen();
    return deletes.delete(keys);
  }

  @Override
  public ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    checkOpen();
    return copies.copy(source, target, options);
  }

  @Override
  public ObjectTags tags(ObjectKey key) throws ObjectStoreException {
    checkOpen();
    return tags.read(key);
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags newTags) throws ObjectStoreException {
    checkOpen();
    tags.replace(key, newTags);
  }

  @Override
  public List<Leftover> leftovers(String prefix, Instant before) {
    return List.of();
  }

  @Override
  public boolean remove(Leftover leftover, Instant before) {
    throw new UnsupportedOperationException("No leftovers can be seen in this store");
  }

  /** Waits for parts being sent, up to half a minute, then closes the client if it is its own. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      uploads.close();
      if (ownsClient) {
        closeClient();
      }
    }
  }

  /** Shows the location. */
  @Override
  public String toString() {
    return "GcsObjectStore[" + location() + "]";
  }

  /** Returns the most memory ever used by parts at the same time, in bytes. */
  long mostMemoryUsed() {
    return uploads.mostMemoryUsed();
  }

  private void closeClient() {
    try {
      context.client().close();
    } catch (Exception e) {
      throw new IllegalStateException("Closing the client of " + location() + " failed", e);
    }
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("The store is closed: " + location());
    }
  }
}
