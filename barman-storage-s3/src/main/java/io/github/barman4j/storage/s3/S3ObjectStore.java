/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

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
import io.github.barman4j.storage.WriteCondition;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Objects in a bucket of Amazon S3, or of what speaks its protocol.
 *
 * <p>Bodies of one part are written in one request, larger ones as multipart uploads whose parts
 * are sent in parallel; parts of all uploads share one memory budget. Bodies that wait for each
 * other need a part's worth of the budget each. Every write leaves its id in the object's metadata
 * as {@code barman4j-write}, by which it is recognised should the answer to it be lost.
 *
 * <p>No bucket is ever created. An upload that could not be aborted is aborted later, at the latest
 * when the store is closed, if that is possible then. One whose process died stays open until the
 * bucket's lifecycle rule for incomplete uploads removes it: have one.
 *
 * <p>Thread-safe. The caller closes it.
 */
public final class S3ObjectStore implements ObjectStore {

  private final S3Context context;
  private final boolean ownsClient;
  private final S3OpenUploads open;
  private final S3Uploads uploads;
  private final S3Reads reads;
  private final S3Listing listing;
  private final S3Deletes deletes;
  private final S3Copies copies;
  private final S3Tags tags;
  private final AtomicBoolean closed = new AtomicBoolean();

  private S3ObjectStore(S3Client client, S3Options options, boolean ownsClient) {
    context = S3Context.of(client, options);
    this.ownsClient = ownsClient;
    open = new S3OpenUploads(context);
    uploads = new S3Uploads(context, open);
    reads = new S3Reads(context);
    listing = new S3Listing(context);
    deletes = new S3Deletes(context, reads);
    copies = new S3Copies(context, reads, open);
    tags = new S3Tags(context);
  }

  /** Returns a store with a client of its own; makes no request. */
  public static S3ObjectStore create(S3Options options) {
    return new S3ObjectStore(S3Clients.create(options), options, true);
  }

  /**
   * Returns a store that uses a client of the caller, who closes it; the options of connections,
   * credentials, checksums and retries are the client's own then. Makes no request.
   */
  public static S3ObjectStore create(S3Options options, S3Client client) {
    return new S3ObjectStore(Objects.requireNonNull(client, "client"), options, false);
  }

  @Override
  public URI location() {
    return context.location().toUri();
  }

  @Override
  public StoreCapabilities capabilities() {
    S3Options options = context.options();
    boolean conditions = options.get(S3Settings.CONDITIONAL_WRITES);
    return new StoreCapabilities(
        conditions,
        conditions,
        options.get(S3Settings.TAGS),
        options.hasObjectLock(),
        true,
        true,
        uploads.maxObjectSize(),
        options.get(S3Settings.MAX_PARTS),
        S3Deletes.MAX_BATCH);
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
  public List<Leftover> leftovers(String prefix, Instant before) throws ObjectStoreException {
    checkOpen();
    return new S3Leftovers(context).find(prefix, before);
  }

  @Override
  public boolean remove(Leftover leftover, Instant before) throws ObjectStoreException {
    checkOpen();
    return new S3Leftovers(context).remove(leftover, before);
  }

  /**
   * Waits for parts being sent, up to half a minute, tries again to abort uploads that could not be
   * aborted, and closes the client if it is its own.
   */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      uploads.close();
      open.close();
      if (ownsClient) {
        context.client().close();
      }
    }
  }

  /** Shows the location. */
  @Override
  public String toString() {
    return "S3ObjectStore[" + location() + "]";
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
    boolean conditional = !(options.condition() instanceof WriteCondition.None);
    if (conditional && !context.options().get(S3Settings.CONDITIONAL_WRITES)) {
      throw new UnsupportedOperationException(
          location() + ": 'conditional-writes' is off, so no write can have a condition");
    }
  }

  private void checkTags() {
    checkOpen();
    if (!context.options().get(S3Settings.TAGS)) {
      throw new UnsupportedOperationException(
          location() + ": 'object-tags' is off, so objects have no tags");
    }
  }
}
