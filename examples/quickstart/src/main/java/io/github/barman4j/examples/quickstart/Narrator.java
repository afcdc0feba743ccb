/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.quickstart;

import java.io.PrintStream;
import java.util.Locale;

/** Prints the story for a person to follow. */
final class Narrator {

  private final PrintStream out;
  private final long begin = System.nanoTime();
  private int step;

  Narrator(PrintStream out) {
    this.out = out;
  }

  /** Begins the next step. */
  void step(String title) {
    out.printf(
        Locale.ROOT, "%n%2d. %s   [%.1f s]%n", ++step, title, (System.nanoTime() - begin) / 1e9);
  }

  /** Prints text below the step. */
  void say(String text) {
    text.lines().forEach(line -> out.println("    " + line));
  }
}
