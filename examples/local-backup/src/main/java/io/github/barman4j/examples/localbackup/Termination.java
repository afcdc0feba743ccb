/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.CancellationToken;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends the program that is told to by a signal without leaving half of anything: its work is
 * cancelled and has time to clean up before the process ends.
 */
final class Termination {

  /** Longer than the library takes to leave backup mode where nothing answers. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final CompletableFuture<Integer> ENDED = new CompletableFuture<>();
  private static final CancellationToken TOKEN = new CancellationToken();

  private Termination() {}

  /** Returns what a signal cancels from now on. */
  static CancellationToken token() {
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

  private static int exitCode() {
    try {
      return ENDED.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      return ExitCode.FAILED;
    }
  }
}
