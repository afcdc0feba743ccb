/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a listener one call at a time, and logs what it throws. Thread-safe. */
final class SafeListener implements VerifyListener {

  private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

  private final VerifyListener listener;

  SafeListener(VerifyListener listener) {
    this.listener = listener;
  }

  @Override
  public void progress(long bytesDone, long bytesTotal) {
    tell(() -> listener.progress(bytesDone, bytesTotal));
  }

  @Override
  public void found(Problem problem) {
    tell(() -> listener.found(problem));
  }

  private synchronized void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("A listener failed; the verification goes on", e);
    }
  }
}
