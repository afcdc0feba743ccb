/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of an answer as they come; closed when they stand still, which ends a read in error.
 */
final class AzureBodyStream extends FilterInputStream {

  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Duration timeout;
  private volatile boolean stuck;

  AzureBodyStream(InputStream in, Duration timeout) {
    super(in);
    this.timeout = timeout;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (in.available() > 0) {
      return in.read(target, offset, length);
    }
    ScheduledFuture<?> alarm =
        WATCH.schedule(this::giveUp, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw stuck ? stoodStill(e) : e;
    } finally {
      alarm.cancel(false);
    }
  }

  private IOException stoodStill(IOException cause) {
    IOException e = new HttpTimeoutException("The answer stood still for " + timeout);
    e.initCause(cause);
    return e;
  }

  private void giveUp() {
    stuck = true;
    try {
      in.close();
    } catch (IOException e) {
      // The reader is told anyway.
    }
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "barman-azure-read-timeout");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(10, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
