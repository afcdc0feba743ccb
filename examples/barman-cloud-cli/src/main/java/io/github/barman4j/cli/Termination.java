/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.CancellationToken;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a program that is told to by a signal without leaving half of anything: its work is
 * cancelled and has time to clean up before the process ends. Only where a program is the whole
 * process; elsewhere whoever runs it decides when it ends.
 */
final class Termination {

  /** Longer than the library takes to leave backup mode and to undo, where nothing answers. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final CompletableFuture<Integer> ENDED = new CompletableFuture<>();
  private static final CancellationToken TOKEN = new CancellationToken();
  private static volatile boolean isWholeProcess;

  private Termination() {}

  /** Says that the process is there for one program. */
  static void ofThisProcess() {
    isWholeProcess = true;
  }

  /** Returns what a signal cancels. */
  static CancellationToken token() {
    if (!isWholeProcess) {
      return new CancellationToken();
    }
    Runtime.getRuntime().addShutdownHook(new Thread(Termination::end, "termination"));
    return TOKEN;
  }

  /** Ends the process as the program does, or lets the signal that came first end it. */
  static void exit(int code) {
    ENDED.complete(code);
    System.exit(code);
  }

  private static void end() {
    if (!ENDED.isDone()) {
      TOKEN.cancel();
      Runtime.getRuntime().halt(exitCode());
    }
  }

  /** Waits for the program; its code is known when it has cleaned up and said what it had to. */
  private static int exitCode() {
    try {
      return ENDED.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      return ExitCode.FAILED;
    }
  }
}
