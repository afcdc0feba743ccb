/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.cli.log.TextOutput;
import io.github.barman4j.examples.postgres.ProcessTimeZone;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where every program begins: its name is the first argument. */
public final class Main {

  private Main() {}

  /**
   * Runs a program; the process ends with its exit code.
   *
   * @param words the program's name, then its command line
   */
  public static void main(String[] words) {
    List<String> all = List.of(words);
    Termination.ofThisProcess();
    // The SDKs write numbers and names of days into their protocols by the locale.
    Locale.setDefault(Locale.US);
    Termination.exit(code(all.get(0), all.subList(1, all.size())));
  }

  /** Whatever is thrown, the process ends: threads that are left, and signals, wait for that. */
  private static int code(String program, List<String> words) {
    try {
      ProcessTimeZone.useThatOf(System.getenv());
      return run(program, words);
    } catch (Throwable e) {
      System.err.println(program + ": " + e);
      return ExitCode.OTHER;
    }
  }

  static int run(String program, List<String> words) {
    Invocation call =
        new Invocation(
            program, System.getenv(), Path.of("").toAbsolutePath(), stdout(), new DirectEngine());
    return Programs.run(call, words);
  }

  private static PrintStream stdout() {
    return new TextOutput(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
  }
}
