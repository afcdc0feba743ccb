/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Shows on standard error how far something is: as a bar that moves where that is a terminal, else
 * as a line now and then. For one thread at a time.
 */
final class Progress {

  private static final Path STDERR = Path.of("/proc/self/fd/2");
  private static final int WIDTH = 30;
  private static final int PERCENT = 100;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean moving;
  private final long interval;
  private final long begin = System.nanoTime();
  private String phase = "";
  private long phaseBegin = begin;
  private long told = begin;

  Progress(PrintWriter err, boolean moving) {
    this.err = err;
    this.moving = moving;
    this.interval = moving ? TimeUnit.MILLISECONDS.toNanos(100) : TimeUnit.SECONDS.toNanos(10);
  }

  /** Returns one for standard error. */
  static Progress on(PrintWriter err) {
    return new Progress(err, isTerminal());
  }

  /** Java tells only of standard input and output together. */
  private static boolean isTerminal() {
    try {
      String device = Files.readSymbolicLink(STDERR).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  /** Tells that something else is being done now. */
  void phase(String words) {
    phase = words;
    phaseBegin = System.nanoTime();
    told = phaseBegin;
    write(words);
  }

  /** Tells how far it is, in bytes; not more often than people can read. */
  void bytes(long done, long total) {
    long now = System.nanoTime();
    if (now - told >= interval) {
      told = now;
      write(line(done, Math.max(done, total), Duration.ofNanos(now - phaseBegin)));
    }
  }

  private String line(long done, long total, Duration elapsed) {
    long percent = total == 0 ? PERCENT : done * PERCENT / total;
    int filled = (int) (percent * WIDTH / PERCENT);
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    long rate = done / Math.max(1, elapsed.toSeconds());
    String left =
        rate == 0 ? "" : ", " + Words.time(Duration.ofSeconds((total - done) / rate)) + " left";
    return String.format(
        Locale.ROOT,
        "%s [%s] %3d %%  %s of %s, %s/s%s",
        phase,
        bar,
        percent,
        Words.bytes(done),
        Words.bytes(total),
        Words.bytes(rate),
        left);
  }

  private void write(String line) {
    if (moving) {
      err.print(ERASE + line);
      err.flush();
    } else {
      err.println(line);
    }
  }

  /** Leaves the line to others. */
  void end() {
    if (moving) {
      err.print(ERASE);
      err.flush();
    }
  }
}
