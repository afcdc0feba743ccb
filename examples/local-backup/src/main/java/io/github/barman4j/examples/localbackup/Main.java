/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.examples.postgres.ProcessTimeZone;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Where the program begins. */
public final class Main {

  private Main() {}

  /**
   * Runs a command; the process ends with its exit code.
   *
   * @param words the command line
   */
  public static void main(String[] words) {
    if (Arrays.asList(words).contains("--verbose") || Arrays.asList(words).contains("-v")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }
    Termination.exit(code(words));
  }

  /** Whatever is thrown, the process ends: threads that are left, and signals, wait for that. */
  private static int code(String... words) {
    try {
      ProcessTimeZone.useThatOf(System.getenv());
      return commandLine().execute(words);
    } catch (Throwable e) {
      System.err.println("local-backup: " + Failures.text(e));
      return ExitCode.FAILED;
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new LocalBackupProgram())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(writer(FileDescriptor.out))
        .setErr(writer(FileDescriptor.err))
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::report);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8) {
      @Override
      public void println(@Nullable String line) {
        super.println(Controls.escaped(String.valueOf(line)));
      }
    };
  }
}
