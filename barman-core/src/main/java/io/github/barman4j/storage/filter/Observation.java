/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import io.github.barman4j.internal.listener.SafeCalls;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call under way: counts its bytes and tells the listener its end, once. */
final class Observation {

  private final StoreListener listener;
  private final SafeCalls calls;
  private final StoreOperation operation;
  private final String subject;
  private final long begin = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private long objects = 1;
  private long bytes;
  private @Nullable Throwable failure;

  Observation(StoreListener listener, SafeCalls calls, StoreOperation operation, String subject) {
    this.listener = listener;
    this.calls = calls;
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
    calls.call(() -> tell(call));
  }

  private void tell(StoreCall call) {
    if (failure == null) {
      listener.succeeded(call);
    } else {
      listener.failed(call, failure);
    }
  }
}
