/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets large files onto the disk while others are still being written, so that the one pass that
 * makes all durable finds little left to do. Promises nothing: a file that is not done here is done
 * there, and a failure shows there.
 */
final class SyncAhead implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(SyncAhead.class);
  private static final long WORTH_IT = 4 << 20;
  private static final int MAX_WAITING = 1024;
  private static final long TICK_MILLIS = 50;

  private final BlockingQueue<Path> files = new ArrayBlockingQueue<>(MAX_WAITING);
  private volatile boolean ended;

  /** Begins, on a thread of its own: the caller's executor may have none to spare. */
  void begin() {
    Thread thread = new Thread(this, "barman4j-sync-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  /** A file has been written to its end. */
  void written(Path file, long size) {
    if (size >= WORTH_IT && !files.offer(file)) {
      LOG.debug("{} is left to the last pass", file);
    }
  }

  @Override
  public void run() {
    try {
      while (!ended) {
        Path file = files.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (file != null) {
          SyncPass.sync(file, StandardOpenOption.WRITE);
        }
      }
    } catch (IOException e) {
      LOG.debug("Syncing ahead has ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.debug("Syncing ahead has ended", e);
    }
  }

  /** Ends; what still waits is left to the last pass. */
  void end() {
    ended = true;
  }
}
