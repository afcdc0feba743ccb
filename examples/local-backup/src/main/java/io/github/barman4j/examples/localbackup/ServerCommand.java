/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.examples.postgres.ConnectionException;
import io.github.barman4j.examples.postgres.PostgresDataSource;
import io.github.barman4j.storage.fs.local.BarmanConfiguration;
import io.github.barman4j.storage.fs.local.ConfigurationProblem;
import io.github.barman4j.storage.fs.local.ConfigurationProblem.Severity;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import io.github.barman4j.storage.fs.local.LocalServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all commands have in common: a server, from a configuration, and the user who may. */
@Command(mixinStandardHelpOptions = true)
abstract class ServerCommand implements Callable<Integer> {

  private static final String APPLICATION = "local-backup";

  /** How results are printed. */
  enum Format {
    /** For a person. */
    TEXT,
    /** For a program, on one line. */
    JSON
  }

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SERVER", description = "A section of barman.conf.")
  String serverName = "";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {
        "The configuration; by default what BARMAN_CONFIG_FILE says, else ~/.barman.conf,"
            + " /etc/barman.conf or /etc/barman/barman.conf."
      })
  @Nullable Path configuration;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "text, for a person, or json; text by default.")
  Format format = Format.TEXT;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell each step, and which options have no effect.")
  boolean verbose;

  @Override
  public final Integer call() throws Exception {
    Path file = configuration == null ? BarmanConfiguration.find(System.getenv()) : configuration;
    LocalServerConfiguration settings = BarmanConfiguration.read(file).server(serverName);
    settings.problems().stream().filter(problem -> isTold(problem.severity())).forEach(this::tell);
    requireOwner(settings.serverOptions());
    ExecutorService threads = Executors.newCachedThreadPool(ServerCommand::daemon);
    try {
      LocalServer server =
          LocalServer.open(settings.serverOptions().toBuilder().executor(threads).build());
      return run(settings, server);
    } finally {
      threads.shutdown();
    }
  }

  /** The server's directory comes with the first backup or WAL. */
  private static void requireOwner(LocalServerOptions options) throws IOException {
    Path directory = options.serverDirectory();
    Ownership.require(Files.exists(directory) ? directory : options.barmanHome());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "local-backup");
    thread.setDaemon(true);
    return thread;
  }

  /** Tells whether problems of this severity are told; which depends on how often it runs. */
  boolean isTold(Severity severity) {
    return severity != Severity.NOTE || verbose;
  }

  private void tell(ConfigurationProblem problem) {
    err()
        .println(
            "local-backup: "
                + problem.severity().name().toLowerCase(java.util.Locale.ROOT)
                + ": "
                + problem);
  }

  /** Does the work; returns the exit code. */
  abstract int run(LocalServerConfiguration settings, LocalServer server) throws Exception;

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final boolean isJson() {
    return format == Format.JSON;
  }

  /** Prints what is for a person, or for a program. */
  final void print(String text, String json) {
    out().print(isJson() ? json + "\n" : Controls.escaped(text));
    out().flush();
  }

  static DataSource postgres(LocalServerConfiguration settings) {
    try {
      return PostgresDataSource.ofConninfo(settings.conninfo(), System.getenv(), APPLICATION);
    } catch (ConnectionException e) {
      throw new ConfigurationException("conninfo: " + e.getMessage());
    }
  }
}
