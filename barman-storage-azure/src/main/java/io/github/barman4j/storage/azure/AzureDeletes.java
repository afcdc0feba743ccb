/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.storage.blob.batch.BlobBatch;
import com.azure.storage.blob.batch.BlobBatchClient;
import com.azure.storage.blob.batch.BlobBatchClientBuilder;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes keys, many a request where the store can, else one by one.
 *
 * <p>A batch is of the container, so that a shared access signature of it is enough. Keys are in it
 * as addresses: of names the SDK makes paths without the account, which emulators refuse.
 */
final class AzureDeletes {

  /** Azure's limit, see "Blob Batch". */
  static final int MAX_BATCH = 256;

  private static final Logger LOG = LoggerFactory.getLogger(AzureDeletes.class);
  private static final Set<Integer> LACKING = Set.of(400, 405, 501);

  private final AzureContext context;
  private final BlobBatchClient batches;
  private volatile boolean bulk;

  AzureDeletes(AzureContext context) {
    this.context = context;
    batches = new BlobBatchClientBuilder(context.client()).buildClient();
    bulk = context.options().get(AzureSettings.BULK_DELETE);
  }

  DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    Run run = new Run();
    List<ObjectKey> all = run.possible(new LinkedHashSet<>(keys));
    for (int from = 0; from < all.size(); from += MAX_BATCH) {
      run.batch(all.subList(from, Math.min(all.size(), from + MAX_BATCH)));
    }
    return new DeleteResult(run.deleted, run.failed);
  }

  /** One call of delete. */
  private final class Run {
    private final List<ObjectKey> deleted = new ArrayList<>();
    private final Map<ObjectKey, ObjectStoreException> failed = new LinkedHashMap<>();

    /** A key that is refused everywhere else cannot be there. */
    List<ObjectKey> possible(Collection<ObjectKey> keys) {
      List<ObjectKey> possible = new ArrayList<>(keys);
      possible.removeIf(key -> context.requests().isUnsafe(key) && deleted.add(key));
      return possible;
    }

    void batch(List<ObjectKey> keys) throws ObjectStoreException {
      if (!bulk || keys.size() == 1) {
        singles(keys);
        return;
      }
      Map<ObjectKey, Response<Void>> answers = new LinkedHashMap<>();
      try {
        submit(keys, answers);
      } catch (RuntimeException e) {
        batchFailed(keys, e);
        return;
      }
      for (Map.Entry<ObjectKey, Response<Void>> answer : answers.entrySet()) {
        sort(answer.getKey(), answer.getValue());
      }
    }

    private void submit(List<ObjectKey> keys, Map<ObjectKey, Response<Void>> answers) {
      BlobBatch batch = batches.getBlobBatch();
      for (ObjectKey key : keys) {
        answers.put(key, batch.deleteBlob(context.requests().blob(key).getBlobUrl()));
      }
      batches.submitBatchWithResponse(batch, false, null, Context.NONE);
    }

    /** The rights of a signature or role may not include batches. */
    private void batchFailed(List<ObjectKey> keys, RuntimeException e) throws ObjectStoreException {
      boolean lacking = LACKING.contains(AzureExceptions.status(e));
      if (lacking) {
        LOG.info("The store has no batches ({}), deleting one by one", AzureExceptions.code(e));
        bulk = false;
      }
      if (lacking || AzureExceptions.kind(e) == AzureExceptions.Kind.DENIED) {
        singles(keys);
        return;
      }
      ObjectStoreException cause =
          context.exceptions().translate("delete", keys.size() + " objects", e);
      if (deleted.isEmpty()) {
        throw cause;
      }
      keys.forEach(key -> failed.put(key, cause));
    }

    /** What a batch did not do is tried alone, which also tells exactly why it cannot be done. */
    private void sort(ObjectKey key, Response<Void> answer) throws ObjectStoreException {
      try {
        answer.getStatusCode();
        deleted.add(key);
      } catch (RuntimeException e) {
        single(key);
      }
    }

    private void singles(List<ObjectKey> keys) throws ObjectStoreException {
      for (ObjectKey key : keys) {
        single(key);
      }
    }

    private void single(ObjectKey key) throws ObjectStoreException {
      try {
        context.requests().blob(key).delete();
        deleted.add(key);
      } catch (RuntimeException e) {
        singleFailed(key, e);
      }
    }

    private void singleFailed(ObjectKey key, RuntimeException e) throws ObjectStoreException {
      AzureExceptions.Kind kind = AzureExceptions.kind(e);
      if (kind == AzureExceptions.Kind.NOT_FOUND) {
        deleted.add(key);
        return;
      }
      ObjectStoreException cause = context.exceptions().translate("delete", key, e);
      if (kind == AzureExceptions.Kind.INTERRUPTED || kind == AzureExceptions.Kind.UNREACHABLE) {
        throw cause;
      }
      failed.put(key, cause);
    }
  }
}
