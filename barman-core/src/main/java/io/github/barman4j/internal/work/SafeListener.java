/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.work;

import io.github.barman4j.internal.listener.SafeCalls;
import io.github.barman4j.restore.RestoreListener;

/** Calls the listener of a restore, see {@link SafeCalls}. Thread-safe. */
public final class SafeListener implements RestoreListener {

  private final RestoreListener listener;
  private final SafeCalls calls = new SafeCalls("restore listener");

  private SafeListener(RestoreListener listener) {
    this.listener = listener;
  }

  /** Returns what calls the listener. */
  public static SafeListener of(RestoreListener listener) {
    return new SafeListener(listener);
  }

  @Override
  public synchronized void phase(String name) {
    calls.call(() -> listener.phase(name));
  }

  @Override
  public synchronized void progress(long bytesDone, long bytesTotal) {
    calls.call(() -> listener.progress(bytesDone, bytesTotal));
  }
}
