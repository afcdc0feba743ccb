/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.storage.fs.local.InvalidConfigurationException;
import io.github.barman4j.storage.fs.local.ServerLockedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What becomes of a failure: words on standard error and an exit code. */
final class Failures {

  private Failures() {}

  static int usage(ParameterException failure, String[] words) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("local-backup: " + failure.getMessage());
    err.println(
        "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what there is to say");
    return ExitCode.USAGE;
  }

  static int report(Exception failure, CommandLine command, ParseResult words) {
    if (failure instanceof ParameterException usage) {
      return usage(usage, new String[0]);
    }
    String text = isExpected(failure) ? String.valueOf(failure.getMessage()) : trace(failure);
    text.lines().forEach(line -> command.getErr().println("local-backup: " + line));
    for (Throwable more : failure.getSuppressed()) {
      command.getErr().println("local-backup: moreover: " + more.getMessage());
    }
    return code(failure);
  }

  /** Returns what to say of what is nobody's fault but the machine's. */
  static String text(Throwable failure) {
    if (failure instanceof LinkageError) {
      return "A library cannot be loaded: %s. If its native part cannot be unpacked and run in %s, name a directory where files may be executed with -Djava.io.tmpdir=DIRECTORY in BARMAN4J_JAVA_OPTIONS"
          .formatted(root(failure), System.getProperty("java.io.tmpdir"));
    }
    return failure instanceof OutOfMemoryError
        ? "Java is out of memory: %s. Allow more with -Xmx in BARMAN4J_JAVA_OPTIONS"
            .formatted(failure.getMessage())
        : failure.toString();
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isExpected(Exception failure) {
    return failure instanceof BarmanException
        || failure instanceof SQLException
        || failure instanceof ConfigurationException
        || failure instanceof IllegalStateException
        || failure instanceof IllegalArgumentException;
  }

  private static String trace(Exception failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static int code(Exception failure) {
    if (failure instanceof InvalidConfigurationException
        || failure instanceof ConfigurationException) {
      return ExitCode.CONFIGURATION;
    } else if (failure instanceof ServerLockedException) {
      return ExitCode.LOCKED;
    } else if (failure instanceof OperationCancelledException) {
      return ExitCode.CANCELLED;
    }
    return ExitCode.FAILED;
  }
}
