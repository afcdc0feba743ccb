/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.restore.RestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a listener one call at a time; what it throws is logged and changes nothing. */
final class QuietListener implements RestoreListener {

  private static final Logger LOG = LoggerFactory.getLogger(QuietListener.class);

  private final RestoreListener listener;
  private boolean broken;

  QuietListener(RestoreListener listener) {
    this.listener = listener;
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
      if (!broken) {
        LOG.warn("A restore listener threw; the restore goes on, and this is said once", e);
      }
      broken = true;
    }
  }
}
