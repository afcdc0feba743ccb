/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.log;

import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Writes lines {@code 2026-03-01 10:15:00,123 [4711] WARNING: text} to standard error. A process
 * that works for several callers at once gives each its own stream, by thread.
 */
public final class StderrLog {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT);
  private static final int NOTHING = Level.ERROR.toInt() + 10;

  private static final ThreadLocal<@Nullable Caller> CALLER = new ThreadLocal<>();

  private static volatile int threshold = Level.WARN.toInt();

  private record Caller(PrintStream stream, int threshold) {}

  private StderrLog() {}

  /**
   * Sets what is written: for this thread if it works for a caller, else for all.
   *
   * @param verbosity 0 for warnings and errors, 1 for information too, 2 for everything; -1 for
   *     errors only, less for nothing
   */
  public static void verbosity(int verbosity) {
    Caller caller = CALLER.get();
    if (caller == null) {
      threshold = threshold(verbosity);
    } else {
      CALLER.set(new Caller(caller.stream(), threshold(verbosity)));
    }
  }

  private static int threshold(int verbosity) {
    return switch (Math.max(-2, Math.min(2, verbosity))) {
      case 2 -> Level.DEBUG.toInt();
      case 1 -> Level.INFO.toInt();
      case -1 -> Level.ERROR.toInt();
      case -2 -> NOTHING;
      default -> Level.WARN.toInt();
    };
  }

  /** Sends what this thread logs from now on to a caller's stream; null to undo. */
  public static void redirect(@Nullable PrintStream stream) {
    if (stream == null) {
      CALLER.remove();
    } else {
      CALLER.set(new Caller(stream, Level.WARN.toInt()));
    }
  }

  static boolean isEnabled(Level level) {
    Caller caller = CALLER.get();
    return level.toInt() >= (caller == null ? threshold : caller.threshold());
  }

  /** Writes an entry; what its text holds can neither begin another nor command a terminal. */
  public static void write(Level level, String text) {
    if (isEnabled(level)) {
      String time = TIME.format(LocalDateTime.now(ZoneId.systemDefault()));
      raw(time + " [" + pid() + "] " + word(level) + ": " + Controls.ofOneEntry(text));
    }
  }

  /** Writes text as it is, and a line end. */
  public static void raw(String text) {
    Caller caller = CALLER.get();
    (caller == null ? System.err : caller.stream()).println(text);
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static String word(Level level) {
    return level == Level.WARN ? "WARNING" : level.name();
  }
}
