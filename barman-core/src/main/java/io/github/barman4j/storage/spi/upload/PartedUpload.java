/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One upload in parts: not begun, begun, and then completed or abandoned.
 *
 * <p>Parts are sent by the store's threads. An abandoned upload is aborted when its last part in
 * flight has ended, because a store may keep a part that arrives behind the abort.
 */
final class PartedUpload<P> implements PartSink.Target {

  private static final long PATIENCE_MILLIS = 5_000;

  private final UploadTarget<P> target;
  private final Executor threads;
  private final int maxParts;
  private final TreeMap<Integer, P> completed = new TreeMap<>();
  private final Set<Thread> sending = new HashSet<>();
  private boolean begun;
  private @Nullable ObjectStoreException failure;
  private int partsBegun;
  private int inFlight;
  private long sentBytes;
  private boolean abandoned;
  private boolean leftToThreads;
  private boolean ended;

  PartedUpload(UploadTarget<P> target, Executor threads, int maxParts) {
    this.target = target;
    this.threads = threads;
    this.maxParts = maxParts;
  }

  synchronized boolean isBegun() {
    return begun;
  }

  @Override
  public void send(PartBuffer part) throws ObjectStoreException, InterruptedIOException {
    boolean handedOver = false;
    try {
      checkNotInterrupted();
      check();
      begin();
      int number = next();
      threads.execute(() -> run(number, part));
      handedOver = true;
    } catch (RejectedExecutionException e) {
      partEnded(0);
      throw new IllegalStateException(target.failure("the store is closed", e).getMessage(), e);
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
    ObjectMetadata written = target.complete(arrived(size), size);
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
    target.begin();
    setBegun();
  }

  private synchronized void setBegun() {
    begun = true;
  }

  private synchronized int next() throws ObjectStoreException, InterruptedIOException {
    if (partsBegun == maxParts) {
      throw target.failure(
          "more than " + maxParts + " parts. Raise 'part-size' and 'memory-budget'", null);
    }
    if (target.isSequential()) {
      awaitParts();
    }
    inFlight++;
    return ++partsBegun;
  }

  private void run(int number, PartBuffer part) {
    long sent = 0;
    try {
      if (enter()) {
        arrived(number, target.sendPart(number, part));
        sent = part.size();
      }
    } catch (ObjectStoreException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(target.failure("sending part " + number + " failed: " + e, e));
    } finally {
      leave();
      part.release();
      partEnded(sent);
    }
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

  private synchronized void arrived(int number, P part) {
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
      throw new InterruptedIOException("Interrupted while parts of an object are sent");
    }
    check();
  }

  /** Counts the parts and their bytes, so that none is missing in the object. */
  private synchronized List<P> arrived(long size) throws ObjectStoreException {
    if (completed.size() != partsBegun || sentBytes != size) {
      throw target.failure(
          String.format(
              Locale.ROOT,
              "%d of %d parts and %d of %d bytes arrived",
              completed.size(),
              partsBegun,
              sentBytes,
              size),
          null);
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
      target.abort();
    }
  }

  private synchronized boolean isQuiet() {
    return leftToThreads && inFlight == 0 && begun;
  }

  /** Answers true once, and never for an upload that was completed. */
  private synchronized boolean isDueForAbort() {
    boolean due = !ended;
    ended = true;
    return due;
  }

  private static void checkNotInterrupted() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Interrupted while writing an object");
    }
  }
}
