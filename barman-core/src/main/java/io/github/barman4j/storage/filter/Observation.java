/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call under way: counts its bytes and tells the listener its end, once. */
final class Observation {

  private static final Logger LOG = LoggerFactory.getLogger(ObservedObjectStore.class);

  private final StoreListener listener;
  private final StoreOperation operation;
  private final String subject;
  private final long begin = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private long objects = 1;
  private long bytes;
  private @Nullable Throwable failure;

  Observation(StoreListener listener, StoreOperation operation, String subject) {
    this.listener = listener;
    this.operation = operation;
    this.subject = subject;
  }

  void objects(long count) {
    objects = count;
  }

  void add(long count) {
    bytes += count;
  }

  void failed(Throwable cause) {
    failure = cause;
  }

  void end() {
    if (ended.compareAndSet(false, true)) {
      tell();
    }
  }

  private void tell() {
    Duration duration = Duration.ofNanos(System.nanoTime() - begin);
    StoreCall call = new StoreCall(operation, subject, objects, bytes, duration);
    try {
      if (failure == null) {
        listener.succeeded(call);
      } else {
        listener.failed(call, failure);
      }
    } catch (RuntimeException e) {
      LOG.warn("A listener failed at {}; the store's call is not affected", call, e);
    }
  }
}
