/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

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
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes keys, many a request where the store can, else one by one. */
final class S3Deletes {

  /** S3's limit, see DeleteObjects. */
  static final int MAX_BATCH = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(S3Deletes.class);
  private static final Set<Integer> LACKING = Set.of(405, 501);
  private static final Set<String> REFUSING =
      Set.of(
          "NotImplemented",
          "MethodNotAllowed",
          "MissingContentMD5",
          "MalformedXML",
          "InvalidRequest");

  private final S3Context context;
  private volatile boolean bulk;

  S3Deletes(S3Context context) {
    this.context = context;
    bulk = context.options().get(S3Settings.BULK_DELETE);
  }

  DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    Run run = new Run();
    List<ObjectKey> batch = new ArrayList<>();
    for (ObjectKey key : new LinkedHashSet<>(keys)) {
      if (!bulk || !isXml(context.location().fullKey(key))) {
        run.single(key);
      } else if (batch.add(key) && batch.size() == MAX_BATCH) {
        run.batch(batch);
        batch = new ArrayList<>();
      }
    }
    run.batch(batch);
    return new DeleteResult(run.deleted, run.failed);
  }

  /** The keys of a batch are in XML 1.0, which has no way to write most control characters. */
  private static boolean isXml(String key) {
    return key.codePoints()
        .allMatch(c -> c >= ' ' && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF);
  }

  private static boolean lacksBulk(SdkException e) {
    return LACKING.contains(S3Exceptions.status(e)) || REFUSING.contains(S3Exceptions.code(e));
  }

  /** One call of delete. */
  private final class Run {
    private final List<ObjectKey> deleted = new ArrayList<>();
    private final Map<ObjectKey, ObjectStoreException> failed = new LinkedHashMap<>();

    void batch(List<ObjectKey> keys) throws ObjectStoreException {
      if (keys.isEmpty()) {
        return;
      }
      if (!bulk) {
        singles(keys);
        return;
      }
      try {
        sort(keys, context.client().deleteObjects(context.requests().delete(keys)).errors());
      } catch (SdkException e) {
        batchFailed(keys, e);
      }
    }

    private void batchFailed(List<ObjectKey> keys, SdkException e) throws ObjectStoreException {
      if (lacksBulk(e)) {
        LOG.info("The store has no bulk delete ({}), deleting one by one", S3Exceptions.code(e));
        bulk = false;
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

    /** A quiet answer names only what failed. */
    private void sort(List<ObjectKey> keys, List<S3Error> errors) {
      Map<String, S3Error> byKey = new LinkedHashMap<>();
      errors.stream()
          .filter(error -> !"NoSuchKey".equals(error.code()))
          .forEach(error -> byKey.put(error.key(), error));
      for (ObjectKey key : keys) {
        S3Error error = byKey.get(context.location().fullKey(key));
        if (error == null) {
          deleted.add(key);
        } else {
          failed.put(key, context.exceptions().translate(key, error));
        }
      }
    }

    private void singles(List<ObjectKey> keys) throws ObjectStoreException {
      for (ObjectKey key : keys) {
        single(key);
      }
    }

    void single(ObjectKey key) throws ObjectStoreException {
      try {
        context
            .client()
            .deleteObject(
                request ->
                    request
                        .bucket(context.location().bucket())
                        .key(context.location().fullKey(key)));
        deleted.add(key);
      } catch (SdkException e) {
        singleFailed(key, e);
      }
    }

    private void singleFailed(ObjectKey key, SdkException e) throws ObjectStoreException {
      S3Exceptions.Kind kind = S3Exceptions.kind(e);
      if (kind == S3Exceptions.Kind.NOT_FOUND) {
        deleted.add(key);
        return;
      }
      ObjectStoreException cause = context.exceptions().translate("delete", key, e);
      if (kind == S3Exceptions.Kind.INTERRUPTED || kind == S3Exceptions.Kind.UNREACHABLE) {
        throw cause;
      }
      failed.put(key, cause);
    }
  }
}
