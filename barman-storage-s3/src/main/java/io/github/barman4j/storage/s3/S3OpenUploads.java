/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Begins and aborts multipart uploads, so that none is left open whatever happens to a request.
 *
 * <p>An abort that fails is tried again when the next upload begins, and when the store is closed.
 * A begin whose answer was lost, or that was sent more than once, may have opened uploads whose ids
 * nobody knows: when the last writer of the key in this store is done, those of exactly this key
 * are looked up and aborted, unless they are older than this write. Another process that writes the
 * same key, or another writer that begins at that moment, can lose its upload to that: its write
 * fails then, and can be repeated. What is left when the store is closed, or when the process dies,
 * only a lifecycle rule of the bucket removes.
 */
final class S3OpenUploads implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(S3OpenUploads.class);

  /** S3 refuses requests of a clock that is further off, see RequestTimeTooSkewed. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(15);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;

  private final S3Context context;
  private final Map<ObjectKey, Integer> writers = new HashMap<>();
  private final Map<ObjectKey, Instant> doubts = new HashMap<>();
  private final Set<Upload> leftOpen = new HashSet<>();

  S3OpenUploads(S3Context context) {
    this.context = context;
  }

  private record Upload(ObjectKey key, String id) {}

  /** Begins an upload, which ends with {@link #completed} or {@link #abort}; returns its id. */
  String begin(S3Write write) throws ObjectStoreException {
    abortLeftovers();
    Instant begin = context.clock().instant();
    enter(write.key());
    try {
      S3RetryCount retries = new S3RetryCount(context.client());
      String id =
          context
              .client()
              .createMultipartUpload(retries.counting(context.requests().create(write)))
              .uploadId();
      if (retries.any()) {
        doubt(write.key(), begin);
      }
      LOG.debug("Begun upload {} of {}", id, write.key());
      return id;
    } catch (SdkException e) {
      if (S3Receipts.isDoubtful(e)) {
        doubt(write.key(), begin);
      }
      leave(write.key());
      throw context.exceptions().translate("put", write.key(), e);
    }
  }

  void completed(ObjectKey key) {
    leave(key);
  }

  /** Aborts an upload, now or later; throws nothing. */
  void abort(ObjectKey key, String id) {
    uninterrupted(() -> abort(new Upload(key, id)));
    leave(key);
  }

  /** Tries for the last time, and tells what stays open. */
  @Override
  public void close() {
    uninterrupted(this::abortLeftovers);
    synchronized (this) {
      leftOpen.forEach(upload -> LOG.warn("Upload {} stays open", upload));
      doubts.keySet().forEach(key -> LOG.warn("Uploads of {} may stay open", key));
    }
  }

  private synchronized void enter(ObjectKey key) {
    writers.merge(key, 1, Integer::sum);
  }

  private synchronized void doubt(ObjectKey key, Instant begin) {
    doubts.merge(key, begin, (one, other) -> one.isBefore(other) ? one : other);
  }

  private void leave(ObjectKey key) {
    synchronized (this) {
      writers.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
    }
    uninterrupted(() -> settle(key));
  }

  /** Stops at the first that fails: the store cannot be asked now. */
  private void abortLeftovers() {
    List<Upload> known;
    List<ObjectKey> unknown;
    synchronized (this) {
      known = new ArrayList<>(leftOpen);
      unknown = new ArrayList<>(doubts.keySet());
    }
    boolean answers = true;
    for (Upload upload : known) {
      answers = answers && abort(upload);
    }
    for (ObjectKey key : unknown) {
      answers = answers && settle(key);
    }
  }

  private boolean abort(Upload upload) {
    try {
      context
          .client()
          .abortMultipartUpload(context.requests().abort(upload.key(), upload.id(), PATIENCE));
    } catch (SdkException e) {
      if (S3Exceptions.status(e) != NOT_FOUND) {
        LOG.info("Could not abort {} now, which is tried again later: {}", upload, e.getMessage());
        remember(upload);
        return false;
      }
    }
    forget(upload);
    return true;
  }

  private boolean settle(ObjectKey key) {
    Optional<Instant> begin = dueDoubt(key);
    if (begin.isEmpty()) {
      return true;
    }
    try {
      Instant since = begin.get().minus(CLOCK_SKEW);
      boolean settled =
          context
              .client()
              .listMultipartUploadsPaginator(context.requests().openUploads(key, PATIENCE))
              .uploads()
              .stream()
              .filter(upload -> upload.key().equals(context.location().fullKey(key)))
              .filter(upload -> !S3Context.time(upload.initiated()).isBefore(since))
              .map(upload -> new Upload(key, upload.uploadId()))
              .allMatch(this::abort);
      if (settled) {
        settled(key);
      }
      return settled;
    } catch (SdkException e) {
      LOG.info("Could not look for uploads of {} now: {}", key, e.getMessage());
      return false;
    }
  }

  /** The uploads of a key that is still being written cannot be told from those nobody knows. */
  private synchronized Optional<Instant> dueDoubt(ObjectKey key) {
    return writers.containsKey(key) ? Optional.empty() : Optional.ofNullable(doubts.get(key));
  }

  private synchronized void settled(ObjectKey key) {
    doubts.remove(key);
  }

  private synchronized void remember(Upload upload) {
    leftOpen.add(upload);
  }

  private synchronized void forget(Upload upload) {
    leftOpen.remove(upload);
  }

  /** Lets requests be made although the thread was interrupted, and leaves it so. */
  private static void uninterrupted(Runnable requests) {
    boolean interrupted = Thread.interrupted();
    try {
      requests.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
