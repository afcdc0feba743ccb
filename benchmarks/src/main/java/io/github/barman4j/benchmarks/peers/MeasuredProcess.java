/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.testing.process.FileTrees;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs a program in an empty directory, which is its home and place for temporary files too. */
final class MeasuredProcess {
  private static final List<String> DROPPED = List.of("PG", "AWS_", "BARMAN_", "JAVA_", "JDK_");

  /** bash's own clock adds up descendants that were waited for, to the millisecond. */
  private static final String TIMED =
      "exec 3>&2; TIMEFORMAT='%R %U %S'; { time \"$@\" 2>&3; } 2>\"$TIMES\"";

  private MeasuredProcess() {}

  /**
   * Runs a program to its end.
   *
   * @throws IllegalStateException with its output, when it does not exit with 0
   */
  static Measurement run(Command command) throws IOException, InterruptedException {
    Path directory = FileTrees.createTemporary("bench");
    try {
      return run(command, directory);
    } finally {
      FileTrees.delete(directory);
    }
  }

  private static Measurement run(Command command, Path directory)
      throws IOException, InterruptedException {
    Path temp = Files.createDirectory(directory.resolve("tmp"));
    Path times = directory.resolve("times");
    Path log = directory.resolve("log");
    ProcessBuilder builder = builder(command, temp).redirectOutput(log.toFile());
    builder.environment().put("TIMES", times.toString());
    Process process = builder.start();
    TreeWatch watch = watch(process, temp);
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Exit code %d of %s:%n%s",
              process.exitValue(),
              command.arguments(),
              Files.readString(log, UTF_8)));
    }
    return measurement(Files.readString(times, UTF_8).strip().split(" "), watch);
  }

  private static ProcessBuilder builder(Command command, Path temp) {
    List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
    timed.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(timed).directory(temp.toFile());
    builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
    builder.environment().keySet().removeIf(MeasuredProcess::isDropped);
    builder.environment().putAll(Map.of("TMPDIR", temp.toString(), "HOME", temp.toString()));
    // Java does not look at TMPDIR.
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temp);
    builder.environment().putAll(command.environment());
    return builder;
  }

  private static TreeWatch watch(Process process, Path temp) throws InterruptedException {
    TreeWatch watch = new TreeWatch(process.toHandle(), temp);
    try {
      Thread thread = new Thread(watch, "tree-watch");
      thread.start();
      process.waitFor();
      thread.join();
      return watch;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Measurement measurement(String[] times, TreeWatch watch) {
    double cpu = Double.parseDouble(times[1]) + Double.parseDouble(times[2]);
    return new Measurement(Double.parseDouble(times[0]), cpu, watch.peakMemory(), watch.peakTemp());
  }

  private static boolean isDropped(String variable) {
    return DROPPED.stream().anyMatch(variable::startsWith);
  }
}
