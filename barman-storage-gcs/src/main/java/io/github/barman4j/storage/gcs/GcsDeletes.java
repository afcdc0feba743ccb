/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.cloud.BaseServiceException;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes keys, many a request; what a batch does not get done is deleted one by one. */
final class GcsDeletes {

  /** Google's limit of calls in a batch. */
  static final int MAX_BATCH = 100;

  private static final Logger LOG = LoggerFactory.getLogger(GcsDeletes.class);

  private final GcsContext context;
  private final boolean bulk;

  GcsDeletes(GcsContext context) {
    this.context = context;
    bulk = context.options().get(GcsSettings.BULK_DELETE);
  }

  DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    Run run = new Run();
    List<ObjectKey> wanted = List.copyOf(new LinkedHashSet<>(keys));
    int step = bulk ? MAX_BATCH : 1;
    for (int from = 0; from < wanted.size(); from += step) {
      run.some(wanted.subList(from, Math.min(from + step, wanted.size())));
    }
    return new DeleteResult(run.deleted, run.failed);
  }

  /** One call of delete. */
  private final class Run {
    private final List<ObjectKey> deleted = new ArrayList<>();
    private final Map<ObjectKey, ObjectStoreException> failed = new LinkedHashMap<>();

    void some(List<ObjectKey> keys) throws ObjectStoreException {
      Map<ObjectKey, StorageBatchResult<Boolean>> results = new LinkedHashMap<>();
      if (keys.size() > 1) {
        results = batch(keys);
      }
      for (ObjectKey key : keys) {
        StorageBatchResult<Boolean> result = results.get(key);
        if (result == null) {
          single(key);
        } else {
          sort(key, result);
        }
      }
    }

    /** Returns no results if the batch as a whole failed in a way that its calls may not. */
    private Map<ObjectKey, StorageBatchResult<Boolean>> batch(List<ObjectKey> keys)
        throws ObjectStoreException {
      try {
        return GcsExceptions.checked(() -> submit(keys));
      } catch (BaseServiceException e) {
        boolean hopeless =
            switch (GcsExceptions.kind(e)) {
              case DENIED, UNREACHABLE, INTERRUPTED -> true;
              case NOT_FOUND, PRECONDITION, BUSY, NO_ANSWER, OTHER -> false;
            };
        if (hopeless && deleted.isEmpty()) {
          throw context.exceptions().translate("delete", keys.size() + " objects", e);
        }
        LOG.debug("A batch of {} deletes failed, deleting one by one", keys.size(), e);
        return Map.of();
      } catch (RuntimeException cutAnswer) {
        // The SDK's parser of batches trips over an answer that ends early, as it happens to fall.
        LOG.debug("A batch of {} deletes was not answered whole", keys.size(), cutAnswer);
        return Map.of();
      }
    }

    private Map<ObjectKey, StorageBatchResult<Boolean>> submit(List<ObjectKey> keys) {
      Map<ObjectKey, StorageBatchResult<Boolean>> results = new LinkedHashMap<>();
      StorageBatch batch = context.client().batch();
      keys.forEach(key -> results.put(key, batch.delete(context.requests().id(key))));
      batch.submit();
      return results;
    }

    /** A call of a batch is not tried again by the SDK, so what may pass is tried by itself. */
    private void sort(ObjectKey key, StorageBatchResult<Boolean> result)
        throws ObjectStoreException {
      try {
        result.get();
        deleted.add(key);
      } catch (StorageException e) {
        if (GcsExceptions.mayPass(e)) {
          single(key);
        } else {
          failed(key, e);
        }
      } catch (IllegalStateException unanswered) {
        single(key);
      }
    }

    private void single(ObjectKey key) throws ObjectStoreException {
      try {
        GcsExceptions.checked(() -> context.client().delete(context.requests().id(key)));
        deleted.add(key);
      } catch (BaseServiceException e) {
        failed(key, e);
      }
    }

    private void failed(ObjectKey key, BaseServiceException e) throws ObjectStoreException {
      ObjectStoreException cause = context.exceptions().translate("delete", key, e);
      GcsExceptions.Kind kind = GcsExceptions.kind(e);
      if (kind == GcsExceptions.Kind.INTERRUPTED || kind == GcsExceptions.Kind.UNREACHABLE) {
        throw cause;
      }
      failed.put(key, cause);
    }
  }
}
