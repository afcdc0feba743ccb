/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.restore.RestoreListener;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how a restore goes, for who asked to hear more. Told by one thread at a time. */
final class RestoreLog implements RestoreListener {

  private static final Logger LOG = LoggerFactory.getLogger(RestoreLog.class);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

  private long told = System.nanoTime();

  @Override
  public void phase(String name) {
    LOG.info("Restore: {}", name);
  }

  @Override
  public void progress(long bytesDone, long bytesTotal) {
    long now = System.nanoTime();
    if (now - told >= INTERVAL) {
      told = now;
      LOG.info("Read {} of {} bytes", bytesDone, bytesTotal);
    }
  }
}
