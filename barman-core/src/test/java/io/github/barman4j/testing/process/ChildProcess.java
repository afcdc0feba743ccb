/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A server running as a child of this JVM, with its output in a log file.
 *
 * <p>Whoever starts it closes it; what is still running when the JVM exits is killed. Safe for use
 * by many threads.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Path log;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    RUNNING.add(process);
    process.onExit().thenAccept(RUNNING::remove);
  }

  /**
   * Starts a program with the environment rules of {@link ExternalCommand}.
   *
   * @param log the file that gets standard output and error, appended
   * @throws UncheckedIOException when the program cannot be started
   */
  public static ChildProcess start(
      List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder = ExternalCommand.processBuilder(command, environment);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new ChildProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command, e);
    }
  }

  /**
   * Returns the command so that SIGINT reaches it: a program inherits it as ignored where this JVM
   * was started in the background of a shell.
   */
  public static List<String> interruptible(List<String> command) {
    List<String> all = new ArrayList<>(List.of("env", "--default-signal=INT"));
    all.addAll(command);
    return all;
  }

  /** Returns whether the program runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Sends a signal.
   *
   * @param name the name without SIG, for instance {@code INT}
   */
  public void signal(String name) {
    ExternalCommand.of(List.of("sh", "-c", "kill -" + name + " " + process.pid())).run();
  }

  /** Kills the program and all its descendants and waits for their end. */
  public void kill() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    waitFor(process, Duration.ofSeconds(30));
    family.forEach(handle -> handle.onExit().join());
  }

  /**
   * Waits for the end of the program.
   *
   * @throws IllegalStateException with the log, when it does not end in time; it is killed then
   */
  public void awaitExit(Duration timeout) {
    if (!waitFor(process, timeout)) {
      throw new IllegalStateException("Killed, not ended within " + timeout + ":\n" + log());
    }
  }

  /** Returns the exit code of the ended program. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Returns everything the program wrote so far. */
  public String log() {
    try {
      return ExternalCommand.text(log);
    } catch (IOException e) {
      return "No log: " + e;
    }
  }

  /** Kills the program and its descendants; does nothing when it has ended. */
  @Override
  public void close() {
    if (isAlive()) {
      kill();
    }
  }

  static boolean waitFor(Process process, Duration timeout) {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      process.destroyForcibly().waitFor();
      return false;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted, process killed", e);
    }
  }
}
