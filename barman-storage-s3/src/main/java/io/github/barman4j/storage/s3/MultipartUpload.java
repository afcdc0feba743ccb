/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One multipart upload: not begun, begun, and then completed or abandoned.
 *
 * <p>Parts are sent by the store's threads. An abandoned upload is aborted when its last part in
 * flight has ended, because S3 may keep a part that arrives behind the abort.
 */
final class MultipartUpload implements PartSink.Target {

  private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);
  private static final long PATIENCE_MILLIS = 5_000;

  private final S3Context context;
  private final S3Write write;
  private final Executor threads;
  private final int maxParts;
  private final TreeMap<Integer, CompletedPart> completed = new TreeMap<>();
  private final Set<Thread> sending = new HashSet<>();
  private @Nullable String uploadId;
  private @Nullable ObjectStoreException failure;
  private int partsBegun;
  private int inFlight;
  private long sentBytes;
  private boolean abandoned;
  private boolean leftToThreads;
  private boolean ended;

  MultipartUpload(S3Context context, S3Write write, Executor threads, int maxParts) {
    this.context = context;
    this.write = write;
    this.threads = threads;
    this.maxParts = maxParts;
  }

  synchronized boolean isBegun() {
    return uploadId != null;
  }

  @Override
  public void send(PartBuffer part) throws ObjectStoreException, InterruptedIOException {
    boolean handedOver = false;
    try {
      checkNotInterrupted();
      check();
      begin();
      S3Part next = next();
      threads.execute(() -> run(next, part));
      handedOver = true;
    } catch (RejectedExecutionException e) {
      partEnded(0);
      throw new IllegalStateException("The store is closed: " + context.location().toUri(), e);
    } finally {
      if (!handedOver) {
        part.release();
      }
    }
  }

  @Override
  public synchronized void check() throws ObjectStoreException {
    if (failure != null) {
      throw failure;
    }
  }

  /** Completes the upload once all parts have arrived, and has the store confirm it. */
  ObjectMetadata complete(long size) throws ObjectStoreException, InterruptedIOException {
    awaitParts();
    List<CompletedPart> parts = arrived(size);
    S3Receipts receipts = new S3Receipts(context);
    ObjectMetadata written;
    try {
      context
          .client()
          .completeMultipartUpload(context.requests().complete(write, id(), parts, size));
      written = receipts.confirm(write, size);
    } catch (SdkException e) {
      written = receipts.resolve(write, size, e);
    }
    isDueForAbort();
    return written;
  }

  /** Ends an upload that failed: nothing of it stays in the store. */
  void abandon() {
    boolean interrupted = Thread.interrupted();
    try {
      stopSending();
      awaitNoneInFlight();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      stopWaiting();
      abortIfLast();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void begin() throws ObjectStoreException {
    if (isBegun()) {
      return;
    }
    try {
      String id =
          context.client().createMultipartUpload(context.requests().create(write)).uploadId();
      LOG.debug("Begun upload {} of {}", id, write.key());
      setId(id);
    } catch (SdkException e) {
      throw context.exceptions().translate("put", write.key(), e);
    }
  }

  private synchronized void setId(String id) {
    uploadId = id;
  }

  private synchronized String id() {
    return Objects.requireNonNull(uploadId, "uploadId");
  }

  private synchronized S3Part next() throws ObjectStoreException {
    if (partsBegun == maxParts) {
      throw context
          .exceptions()
          .failure(
              "put",
              write.key(),
              "more than " + maxParts + " parts. Raise 'part-size' and 'memory-budget'");
    }
    inFlight++;
    return new S3Part(write.key(), id(), ++partsBegun);
  }

  private void run(S3Part part, PartBuffer buffer) {
    long sent = 0;
    try {
      if (enter()) {
        arrived(part.number(), upload(part, buffer));
        sent = buffer.size();
      }
    } catch (SdkException e) {
      fail(context.exceptions().translate("put", write.key() + " part " + part.number(), e));
    } catch (RuntimeException | Error e) {
      fail(new ObjectStoreException("put " + write.key() + ": sending a part failed: " + e, e));
    } finally {
      leave();
      buffer.release();
      partEnded(sent);
    }
  }

  private CompletedPart upload(S3Part part, PartBuffer buffer) {
    var response =
        context
            .client()
            .uploadPart(
                context.requests().part(part.key(), part.uploadId(), part.number()),
                buffer.toRequestBody());
    return CompletedPart.builder()
        .partNumber(part.number())
        .eTag(response.eTag())
        .checksumCRC32(response.checksumCRC32())
        .checksumCRC32C(response.checksumCRC32C())
        .checksumCRC64NVME(response.checksumCRC64NVME())
        .checksumSHA1(response.checksumSHA1())
        .checksumSHA256(response.checksumSHA256())
        .build();
  }

  private synchronized boolean enter() {
    boolean wanted = failure == null && !abandoned;
    if (wanted) {
      sending.add(Thread.currentThread());
    }
    return wanted;
  }

  /** Clears an interrupt that was meant for this upload before the thread sends for another. */
  private synchronized void leave() {
    if (sending.remove(Thread.currentThread())) {
      Thread.interrupted();
    }
  }

  private synchronized void arrived(int number, CompletedPart part) {
    completed.put(number, part);
  }

  private synchronized void fail(ObjectStoreException cause) {
    if (failure == null) {
      failure = cause;
    }
    notifyAll();
  }

  private void partEnded(long sent) {
    synchronized (this) {
      inFlight--;
      sentBytes += sent;
      notifyAll();
    }
    abortIfLast();
  }

  private synchronized void awaitParts() throws ObjectStoreException, InterruptedIOException {
    try {
      while (inFlight > 0 && failure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while parts of " + write.key() + " are sent");
    }
    check();
  }

  /** Counts the parts and their bytes, so that none is missing in the object. */
  private synchronized List<CompletedPart> arrived(long size) throws ObjectStoreException {
    if (completed.size() != partsBegun || sentBytes != size) {
      throw context
          .exceptions()
          .failure(
              "put",
              write.key(),
              "%d of %d parts and %d of %d bytes arrived"
                  .formatted(completed.size(), partsBegun, sentBytes, size));
    }
    return List.copyOf(completed.values());
  }

  private synchronized void stopSending() {
    abandoned = true;
    sending.forEach(Thread::interrupt);
  }

  /** Waits a while; a part that a hanging store holds longer aborts the upload when it ends. */
  private synchronized void awaitNoneInFlight() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    long left = PATIENCE_MILLIS;
    while (inFlight > 0 && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  /** From here on the thread whose part is the last to end aborts the upload. */
  private synchronized void stopWaiting() {
    leftToThreads = true;
  }

  private void abortIfLast() {
    if (isQuiet() && isDueForAbort()) {
      abort();
    }
  }

  private synchronized boolean isQuiet() {
    return leftToThreads && inFlight == 0 && uploadId != null;
  }

  /** Answers true once, and never for an upload that was completed. */
  private synchronized boolean isDueForAbort() {
    boolean due = !ended;
    ended = true;
    return due;
  }

  private void abort() {
    try {
      context.client().abortMultipartUpload(context.requests().abort(write.key(), id()));
    } catch (SdkException e) {
      if (S3Exceptions.status(e) != 404) {
        LOG.warn("Upload {} of {} stays open, it could not be aborted", id(), write.key(), e);
      }
    }
  }

  private static void checkNotInterrupted() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Interrupted while writing an object");
    }
  }
}
