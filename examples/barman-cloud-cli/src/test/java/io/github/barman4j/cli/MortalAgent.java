/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.ServerUser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An agent that is killed at random, with SIGKILL, and started again, until the test ends. */
final class MortalAgent implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST_LIFE = 1200;

  private final InstalledPrograms programs;
  private final Path log;
  private final Random random;
  private final Thread reaper = new Thread(this::reap, "reaper");
  private volatile boolean over;
  private volatile int deaths;

  private MortalAgent(InstalledPrograms programs, Path log, long seed) {
    this.programs = programs;
    this.log = log;
    this.random = new Random(seed);
  }

  static MortalAgent start(InstalledPrograms programs, Path log, long seed) {
    MortalAgent agent = new MortalAgent(programs, log, seed);
    agent.reaper.start();
    return agent;
  }

  int deaths() {
    return deaths;
  }

  private void reap() {
    try {
      while (!over) {
        live();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void live() throws InterruptedException {
    try (ChildProcess agent = ChildProcess.start(command(), programs.environment(), log)) {
      Thread.sleep(500 + random.nextInt(LONGEST_LIFE));
      agent.kill();
      deaths++;
    }
  }

  private List<String> command() {
    List<String> command = List.of(programs.program("barman-cloud-agent").toString(), "-v");
    return ServerUser.current().command(command);
  }

  /** Waits until it has died this often in all. */
  void awaitDeaths(int count) {
    Await.until(
        count + " deaths of the agent", PATIENCE.multipliedBy(4), () -> deaths >= count, () -> "");
  }

  @Override
  public void close() {
    over = true;
    reaper.interrupt();
  }
}
