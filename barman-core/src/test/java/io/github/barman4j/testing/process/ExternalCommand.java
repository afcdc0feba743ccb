/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program with its arguments and environment, to be run to its end.
 *
 * <p>The environment of this JVM is inherited except the variables of PostgreSQL, AWS and Barman
 * ({@code PG*}, {@code AWS_*}, {@code BARMAN_*}), which would make a test depend on its machine.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ExternalCommand {
  private static final List<String> DROPPED = List.of("PG", "AWS_", "BARMAN_");

  private final List<String> command;
  private final Map<String, String> environment;
  private final Duration timeout;

  private ExternalCommand(List<String> command, Map<String, String> environment, Duration timeout) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.timeout = timeout;
  }

  /** Returns the command with the inherited environment and a timeout of five minutes. */
  public static ExternalCommand of(List<String> command) {
    return new ExternalCommand(command, Map.of(), Duration.ofMinutes(5));
  }

  /** Returns this command with more environment variables; later ones win. */
  public ExternalCommand withEnvironment(Map<String, String> more) {
    Map<String, String> merged = new HashMap<>(environment);
    merged.putAll(more);
    return new ExternalCommand(command, merged, timeout);
  }

  /** Returns this command with another timeout. */
  public ExternalCommand withTimeout(Duration newTimeout) {
    return new ExternalCommand(command, environment, newTimeout);
  }

  /**
   * Runs the program and waits for its end; its standard input is empty.
   *
   * @throws UncheckedIOException when the program cannot be started
   * @throws IllegalStateException when it does not end in time, or this thread is interrupted; the
   *     program is killed in both cases
   */
  public CommandResult run() {
    Path directory = FileTrees.createTemporary("run");
    try {
      return run(directory.resolve("stdout"), directory.resolve("stderr"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command, e);
    } finally {
      FileTrees.delete(directory);
    }
  }

  /** Returns whether the program can be started and exits with 0. */
  public boolean succeeds() {
    try {
      return run().exitCode() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private CommandResult run(Path stdout, Path stderr) throws IOException {
    ProcessBuilder builder = processBuilder(command, environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    Process process =
        builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start();
    boolean ended = ChildProcess.waitFor(process, timeout);
    CommandResult result =
        new CommandResult(command, ended ? process.exitValue() : -1, text(stdout), text(stderr));
    if (!ended) {
      throw new IllegalStateException("Killed, not ended within " + timeout + ": " + result);
    }
    return result;
  }

  static ProcessBuilder processBuilder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(ExternalCommand::isDropped);
    builder.environment().putAll(environment);
    return builder;
  }

  static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }

  private static boolean isDropped(String variable) {
    return DROPPED.stream().anyMatch(variable::startsWith);
  }
}
