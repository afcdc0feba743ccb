/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.internal.listener.SafeCalls;

/** Calls the listener of a verification, see {@link SafeCalls}. Thread-safe. */
final class SafeVerifyListener implements VerifyListener {

  private final VerifyListener listener;
  private final SafeCalls calls = new SafeCalls("verify listener");

  SafeVerifyListener(VerifyListener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void progress(long bytesDone, long bytesTotal) {
    calls.call(() -> listener.progress(bytesDone, bytesTotal));
  }

  @Override
  public synchronized void found(Problem problem) {
    calls.call(() -> listener.found(problem));
  }
}
