/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.work;

import io.github.barman4j.restore.RestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Calls a listener one call at a time; what it throws is logged and changes nothing. */
public final class SafeListener implements RestoreListener {

  private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

  private final RestoreListener listener;
  private boolean warned;

  private SafeListener(RestoreListener listener) {
    this.listener = listener;
  }

  /** Returns what calls the listener. */
  public static SafeListener of(RestoreListener listener) {
    return new SafeListener(listener);
  }

  @Override
  public synchronized void phase(String name) {
    call(() -> listener.phase(name));
  }

  @Override
  public synchronized void progress(long bytesDone, long bytesTotal) {
    call(() -> listener.progress(bytesDone, bytesTotal));
  }

  private void call(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.atLevel(warned ? Level.DEBUG : Level.WARN)
          .setCause(e)
          .log("A restore listener threw; the restore goes on, and this is said once");
      warned = true;
    }
  }
}
