/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.kills;

import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Starts {@link KilledJob} in processes and lets them die. For one thread. */
final class JobProcess {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern SIZE = Pattern.compile("calls=(\\d+) millis=(\\d+)");

  private final KillableStore store;
  private final Path log;

  JobProcess(KillableStore store, Path directory) {
    this.store = store;
    this.log = directory.resolve("job.log");
  }

  /** How large a job is that nobody kills. */
  record Size(long calls, long millis) {}

  /**
   * How a job ended.
   *
   * @param killed whether it died before it was done
   * @param log what it wrote
   */
  record Ended(boolean killed, String log) {}

  /** Runs a job to its end. */
  Size measure(String place, KilledJob.Verb verb, String... words) {
    Ended ended = run(place, KillPoint.NONE, verb, words);
    Matcher size = SIZE.matcher(ended.log());
    if (!size.find()) {
      throw new AssertionError(verb + " failed:\n" + ended.log());
    }
    return new Size(Long.parseLong(size.group(1)), Long.parseLong(size.group(2)));
  }

  /** Runs a job until it dies, or is done before. */
  Ended run(String place, KillPoint point, KilledJob.Verb verb, String... words) {
    forgetLog();
    try (ChildProcess child =
        ChildProcess.start(command(place, point, verb, words), Map.of(), log)) {
      if (point.isSignal()) {
        Await.until("begun", PATIENCE, () -> begun(child), child::log);
        pause(point.at());
        child.kill();
      } else {
        child.awaitExit(PATIENCE);
      }
      return ended(child.log(), point, child.exitCode());
    }
  }

  private static Ended ended(String log, KillPoint point, int code) {
    boolean done = SIZE.matcher(log).find();
    if (!done && code != DyingObjectStore.KILLED) {
      throw new AssertionError(point + ": the job ended with " + code + " by itself:\n" + log);
    }
    return new Ended(!done, log);
  }

  private static boolean begun(ChildProcess child) {
    return child.log().contains(KilledJob.BEGIN) || !child.isAlive();
  }

  private List<String> command(
      String place, KillPoint point, KilledJob.Verb verb, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KilledJob.class.getName(), store.location(place).toString()));
    command.addAll(List.of(options(), point.toString(), verb.name()));
    command.addAll(List.of(words));
    return command;
  }

  private String options() {
    return store.properties().entrySet().stream()
        .map(option -> option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining(","));
  }

  private void forgetLog() {
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
