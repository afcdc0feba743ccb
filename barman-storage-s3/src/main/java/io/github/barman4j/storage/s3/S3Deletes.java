/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
  private final S3Reads reads;
  private final boolean checksLock;
  private volatile boolean bulk;

  S3Deletes(S3Context context, S3Reads reads) {
    this.context = context;
    this.reads = reads;
    bulk = context.options().get(S3Settings.BULK_DELETE);
    checksLock = context.options().get(S3Settings.CHECK_OBJECT_LOCK);
  }

  DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    Run run = new Run();
    List<ObjectKey> batch = new ArrayList<>();
    for (ObjectKey key : new LinkedHashSet<>(keys)) {
      if (checksLock && run.isLocked(key)) {
        continue;
      }
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
      if (S3Exceptions.code(e).equals("AccessDenied") && mayDelete(keys.get(0))) {
        LOG.info("The store denies bulk delete and allows others, deleting one by one");
        bulk = false;
        singles(keys.subList(1, keys.size()));
        return;
      }
      ObjectStoreException cause =
          context.exceptions().translate("delete", keys.size() + " objects", e);
      if (deleted.isEmpty()) {
        throw cause;
      }
      keys.forEach(key -> failed.putIfAbsent(key, cause));
    }

    /** ONTAP before 9.11.1 denies what it does not know. */
    private boolean mayDelete(ObjectKey key) throws ObjectStoreException {
      single(key);
      return failed.remove(key) == null;
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
          failed.put(key, explained(key, context.exceptions().translate(key, error)));
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
      failed.put(key, explained(key, cause));
    }

    /** Tells whether a key is locked, or it cannot be found out; it is then among those failed. */
    boolean isLocked(ObjectKey key) {
      try {
        Optional<ObjectStoreException> locked = lockOf(key, null);
        locked.ifPresent(cause -> failed.put(key, cause));
        return locked.isPresent();
      } catch (ObjectNotFoundException e) {
        return false;
      } catch (ObjectStoreException e) {
        failed.put(key, e);
        return true;
      }
    }

    /** A store does not say of what is locked but that access is denied. */
    private ObjectStoreException explained(ObjectKey key, ObjectStoreException cause) {
      if (!(cause instanceof StoreAccessDeniedException) || !context.options().hasObjectLock()) {
        return cause;
      }
      try {
        return lockOf(key, cause).orElse(cause);
      } catch (ObjectStoreException e) {
        cause.addSuppressed(e);
        return cause;
      }
    }

    private Optional<ObjectStoreException> lockOf(
        ObjectKey key, @Nullable ObjectStoreException cause) throws ObjectStoreException {
      return S3ObjectLock.find(reads.headOf(key), context.clock().instant())
          .map(found -> context.exceptions().locked(key, found, cause));
    }
  }
}
