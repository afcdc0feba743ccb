/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectMetadata;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects of any length: those of one part in one request, larger ones in parts that are
 * sent in parallel while the body is still being written. All uploads share the memory and the
 * threads.
 *
 * <p>Returning publishes, closing does not: whatever fails, the body included, ends in {@link
 * UploadTarget#abort()}. Thread-safe. The store that made it closes it.
 */
public final class Uploads implements AutoCloseable {

  private static final int IDLE_SECONDS = 30;
  private static final int CLOSE_SECONDS = 30;

  private final PartMemory memory;
  private final PartPlan plan;
  private final ThreadPoolExecutor threads;

  /** Makes what uploads share; threads are started when they are needed. */
  public Uploads(UploadLimits limits) {
    plan = limits.plan();
    memory = new PartMemory(limits.memoryBudget(), plan.firstSize());
    threads = threads(limits);
  }

  /**
   * Writes an object.
   *
   * @param expectedSize in bytes, -1 if unknown; only a hint
   * @throws InterruptedIOException if the thread was interrupted
   * @throws IOException what the target or the body throws
   */
  public <P> ObjectMetadata put(UploadTarget<P> target, ObjectBody body, long expectedSize)
      throws IOException {
    checkFits(target, expectedSize);
    PartedUpload<P> upload = new PartedUpload<>(target, threads, plan.maxParts());
    PartSink sink = new PartSink(memory, plan.forExpected(expectedSize), upload);
    try {
      body.writeTo(sink);
      checkNotInterrupted();
      return commit(target, upload, sink);
    } catch (Throwable e) {
      upload.abandon();
      throw e;
    } finally {
      sink.close();
      release(sink.takeLast());
    }
  }

  /** Returns the size of the largest object of unknown size that fits, in bytes. */
  public long maxObjectSize() {
    return plan.forExpected(-1).maxObjectSize();
  }

  /** Returns the most memory ever used by parts at the same time, in bytes. */
  public long mostMemoryUsed() {
    return memory.mostUsed();
  }

  /** Waits for parts being sent, up to half a minute. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private <P> ObjectMetadata commit(UploadTarget<P> target, PartedUpload<P> upload, PartSink sink)
      throws IOException {
    PartBuffer last = sink.takeLast();
    if (!upload.isBegun()) {
      return whole(target, last);
    }
    if (last != null) {
      upload.send(last);
    }
    return upload.complete(sink.written());
  }

  private static ObjectMetadata whole(UploadTarget<?> target, @Nullable PartBuffer only)
      throws IOException {
    try {
      return target.putWhole(only == null ? PartBody.EMPTY : only);
    } finally {
      release(only);
    }
  }

  private void checkFits(UploadTarget<?> target, long expected) throws IOException {
    long fits = plan.forExpected(expected).maxObjectSize();
    if (expected > fits) {
      throw target.failure(
          expected
              + " bytes expected, at most "
              + fits
              + " fit into "
              + plan.maxParts()
              + " parts of memory. Raise 'part-size' and 'memory-budget'",
          null);
    }
  }

  private static void checkNotInterrupted() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Interrupted while writing an object");
    }
  }

  private static void release(@Nullable PartBuffer part) {
    if (part != null) {
      part.release();
    }
  }

  private static ThreadPoolExecutor threads(UploadLimits limits) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            limits.threads(),
            limits.threads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, limits.name() + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
