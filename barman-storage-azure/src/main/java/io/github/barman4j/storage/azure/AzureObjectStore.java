/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.storage.blob.BlobContainerClient;
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
 * Objects in a container of Azure Blob Storage, as block blobs.
 *
 * <p>Bodies of one part are written in one request, larger ones as blocks that are sent in parallel
 * and then committed together; blocks of all uploads share one memory budget. Bodies that wait for
 * each other need a part's worth of the budget each. Every write leaves its id in the object's
 * metadata as {@code barman4j_write}, by which it is recognised should the answer to it be lost.
 *
 * <p>No container is ever created. Blocks of an upload that failed are never visible; the store
 * removes them when the key is written again, or after a week. When two writers send blocks to one
 * key at the same time, the first to commit wins and the other is told.
 *
 * <p>Thread-safe. The caller closes it.
 */
public final class AzureObjectStore implements ObjectStore {

  private final AzureContext context;
  private final AzureUploads uploads;
  private final AzureReads reads;
  private final AzureListing listing;
  private final AzureDeletes deletes;
  private final AzureCopies copies;
  private final AzureTags tags;
  private final AtomicBoolean closed = new AtomicBoolean();

  private AzureObjectStore(AzureContext context) {
    this.context = context;
    uploads = new AzureUploads(context);
    reads = new AzureReads(context);
    listing = new AzureListing(context);
    deletes = new AzureDeletes(context);
    copies = new AzureCopies(context, reads);
    tags = new AzureTags(context);
  }

  /**
   * Returns a store with a client of its own; makes no request, but may read a file with a secret.
   *
   * @throws IllegalArgumentException if the credentials cannot be used, for instance a token
   *     without TLS
   */
  public static AzureObjectStore create(AzureOptions options) {
    AzureAccess access = AzureClients.access(options);
    return new AzureObjectStore(
        AzureContext.of(AzureClients.create(options, access), options, access));
  }

  /**
   * Returns a store that uses a client of the caller; the options of connections, credentials and
   * retries are the client's own then. Makes no request.
   */
  public static AzureObjectStore create(AzureOptions options, BlobContainerClient client) {
    Objects.requireNonNull(client, "client");
    return new AzureObjectStore(AzureContext.of(client, options, new AzureAccess.OfClient()));
  }

  @Override
  public URI location() {
    return context.location().toUri();
  }

  @Override
  public StoreCapabilities capabilities() {
    AzureOptions options = context.options();
    return new StoreCapabilities(
        true,
        true,
        options.get(AzureSettings.TAGS),
        true,
        true,
        false,
        uploads.maxObjectSize(),
        options.get(AzureSettings.MAX_PARTS),
        AzureDeletes.MAX_BATCH);
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    checkWrite(options);
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
    checkWrite(options);
    return copies.copy(source, target, options);
  }

  @Override
  public ObjectTags tags(ObjectKey key) throws ObjectStoreException {
    checkTags();
    return tags.read(key);
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags newTags) throws ObjectStoreException {
    checkTags();
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

  /** Waits for blocks being sent, up to half a minute; connections close when they are idle. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      uploads.close();
    }
  }

  /** Shows the location. */
  @Override
  public String toString() {
    return "AzureObjectStore[" + location() + "]";
  }

  /** Returns the most memory ever used by parts at the same time, in bytes. */
  long mostMemoryUsed() {
    return uploads.mostMemoryUsed();
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("The store is closed: " + location());
    }
  }

  private void checkWrite(PutOptions options) {
    checkOpen();
    if (!options.tags().isEmpty()) {
      checkTags();
    }
  }

  private void checkTags() {
    checkOpen();
    if (!context.options().get(AzureSettings.TAGS)) {
      throw new UnsupportedOperationException(
          location() + ": 'object-tags' is off, so objects have no tags");
    }
  }
}
