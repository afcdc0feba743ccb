/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.listener;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Calls of one listener. Whatever it throws, an {@code Error} or a checked exception included, is
 * logged and has no other effect. Thread-safe; whoever promises one call at a time sees to that.
 */
public final class SafeCalls {

  private static final Logger LOG = LoggerFactory.getLogger(SafeCalls.class);

  private final String listener;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * Makes calls of a listener.
   *
   * @param listener what it is, for the log, such as "backup listener"
   */
  public SafeCalls(String listener) {
    this.listener = listener;
  }

  /** Calls the listener. */
  @SuppressWarnings("CatchThrowable") // what a listener throws is not ours to judge
  public void call(Runnable event) {
    try {
      event.run();
    } catch (Throwable thrown) {
      keepInterrupt(thrown);
      log(thrown);
    }
  }

  /** Whoever throws this has taken the interrupt that the thread was sent. */
  @SuppressWarnings("ConstantValue") // thrown without being declared
  private static void keepInterrupt(Throwable thrown) {
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where memory or stack are short, logging may fail as well. */
  @SuppressWarnings({"CatchThrowable", "EmptyCatch"})
  private void log(Throwable thrown) {
    Level level = warned.getAndSet(true) ? Level.DEBUG : Level.WARN;
    try {
      LOG.atLevel(level)
          .setCause(thrown)
          .log("The {} failed; the operation goes on, and this is said once", listener);
    } catch (Throwable notLogged) {
      // Nothing is left to say it to.
    }
  }
}
