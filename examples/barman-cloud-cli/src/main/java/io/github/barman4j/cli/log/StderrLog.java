/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.log;

import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Writes lines {@code 2026-03-01 10:15:00,123 [4711] WARNING: text} to standard error. A process
 * that works for several callers at once gives each its own stream, by thread.
 */
public final class StderrLog {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");
  private static final int NOTHING = Level.ERROR.toInt() + 10;

  private static volatile int threshold = Level.WARN.toInt();
  private static final InheritableThreadLocal<@Nullable PrintStream> CALLER =
      new InheritableThreadLocal<>();

  private StderrLog() {}

  /**
   * Sets what is written.
   *
   * @param verbosity 0 for warnings and errors, 1 for information too, 2 for everything; -1 for
   *     errors only, less for nothing
   */
  public static void verbosity(int verbosity) {
    threshold =
        switch (Integer.signum(verbosity) * Math.min(2, Math.abs(verbosity))) {
          case 2 -> Level.DEBUG.toInt();
          case 1 -> Level.INFO.toInt();
          case -1 -> Level.ERROR.toInt();
          case -2 -> NOTHING;
          default -> Level.WARN.toInt();
        };
  }

  /** Sends what this thread and those it starts from now on log to a stream; null to undo. */
  public static void redirect(@Nullable PrintStream stream) {
    CALLER.set(stream);
  }

  static boolean isEnabled(Level level) {
    return level.toInt() >= threshold;
  }

  /** Writes a line, whatever else its text holds. */
  public static void write(Level level, String text) {
    if (isEnabled(level)) {
      raw(
          TIME.format(LocalDateTime.now(ZoneId.systemDefault()))
              + " ["
              + pid()
              + "] "
              + word(level)
              + ": "
              + text);
    }
  }

  /** Writes text as it is, and a line end. */
  public static void raw(String text) {
    PrintStream caller = CALLER.get();
    (caller == null ? System.err : caller).println(text);
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static String word(Level level) {
    return level == Level.WARN ? "WARNING" : level.name();
  }
}
