/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Writes objects: those of one part in one request, larger ones as multipart uploads. */
final class S3Uploads implements AutoCloseable {

  private static final int IDLE_SECONDS = 30;
  private static final int CLOSE_SECONDS = 30;

  private final S3Context context;
  private final S3Receipts receipts;
  private final PartMemory memory;
  private final PartPlan plan;
  private final ThreadPoolExecutor threads;

  S3Uploads(S3Context context) {
    this.context = context;
    receipts = new S3Receipts(context);
    plan = PartPlan.of(context.options());
    memory = new PartMemory(context.options().get(S3Settings.MEMORY_BUDGET), plan.firstSize());
    threads = threads(context.options().get(S3Settings.UPLOAD_THREADS));
  }

  ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    checkFits(key, options.expectedSize());
    S3Write write = S3Write.of(key, options);
    MultipartUpload upload = new MultipartUpload(context, write, threads, plan.maxParts());
    PartSink sink = new PartSink(memory, plan.forExpected(options.expectedSize()), upload);
    try {
      body.writeTo(sink);
      checkNotInterrupted();
      return commit(write, upload, sink);
    } catch (Throwable e) {
      upload.abandon();
      throw e;
    } finally {
      sink.close();
      release(sink.takeLast());
    }
  }

  long maxObjectSize() {
    return plan.maxObjectSize();
  }

  /** Returns the most memory ever used by parts at the same time, in bytes. */
  long mostMemoryUsed() {
    return memory.mostUsed();
  }

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

  ObjectMetadata putEmpty(S3Write write) throws IOException {
    return putWhole(write, RequestBody.empty(), 0);
  }

  private ObjectMetadata commit(S3Write write, MultipartUpload upload, PartSink sink)
      throws IOException {
    if (upload.isBegun()) {
      PartBuffer last = sink.takeLast();
      if (last != null) {
        upload.send(last);
      }
      return upload.complete(sink.written());
    }
    PartBuffer only = sink.takeLast();
    try {
      return only == null ? putEmpty(write) : putWhole(write, only.toRequestBody(), only.size());
    } finally {
      release(only);
    }
  }

  private ObjectMetadata putWhole(S3Write write, RequestBody body, long size) throws IOException {
    try {
      PutObjectResponse response = context.client().putObject(context.requests().put(write), body);
      return new ObjectMetadata(
          write.key(), size, date(response.sdkHttpResponse()), S3Context.etag(response.eTag()));
    } catch (SdkException e) {
      return receipts.resolve(write, size, e);
    }
  }

  /** The answer to a put has no Last-Modified; its Date is the store's clock too. */
  private static Instant date(SdkHttpResponse response) {
    try {
      return response
          .firstMatchingHeader("Date")
          .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
          .orElseGet(Instant::now);
    } catch (DateTimeParseException e) {
      return Instant.now();
    }
  }

  private void checkFits(ObjectKey key, long expected) throws IOException {
    long fits = plan.forExpected(expected).maxObjectSize();
    if (expected > fits) {
      throw context
          .exceptions()
          .failure(
              "put",
              key,
              expected
                  + " bytes expected, at most "
                  + fits
                  + " fit into "
                  + plan.maxParts()
                  + " parts of memory. Raise 'part-size' and 'memory-budget'");
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

  private static ThreadPoolExecutor threads(int count) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "barman-s3-upload-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
