/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks;

import io.github.barman4j.compression.Compression;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the micro-benchmarks and prints tables in MiB per second of what is compressed.
 *
 * <p>Arguments are JMH's own, for instance {@code CodecBenchmark -p compression=zstd}; without any,
 * everything runs, which takes about six minutes.
 */
final class MicroBenchmarks {
  private static final double MIB = 1 << 20;

  private final PrintStream out;

  private MicroBenchmarks(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments)
      throws CommandLineOptionException, RunnerException, IOException {
    OptionsBuilder options = new OptionsBuilder();
    options.parent(new CommandLineOptions(arguments)).shouldFailOnError(true);
    new MicroBenchmarks(System.out).print(new Runner(options.build()).run());
  }

  private void print(Collection<RunResult> results) throws IOException {
    printCodecs(results.stream().filter(r -> isOf(r, CodecBenchmark.class)).toList());
    printPipeline(results.stream().filter(r -> isOf(r, TarPipelineBenchmark.class)).toList());
  }

  private void printCodecs(List<RunResult> results) throws IOException {
    Map<String, Map<String, Long>> rates = new LinkedHashMap<>();
    for (RunResult result : results) {
      String method = result.getPrimaryResult().getLabel();
      rates
          .computeIfAbsent(parameter(result, "compression"), name -> new LinkedHashMap<>())
          .put(method, rate(result, CodecBenchmark.SIZE));
    }
    out.println("\n| codec | encode MiB/s | decode MiB/s | ratio |\n|---|---:|---:|---:|");
    for (Map.Entry<String, Map<String, Long>> row : rates.entrySet()) {
      Map<String, Long> rate = row.getValue();
      out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %.2f |%n",
          row.getKey(),
          rate.get("encode"),
          rate.get("decode"),
          ratio(row.getKey()));
    }
  }

  private void printPipeline(List<RunResult> results) {
    out.println("\n| codec | checksum | store | MiB/s |\n|---|---|---|---:|");
    for (RunResult result : results) {
      out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %d |%n",
          parameter(result, "compression"),
          parameter(result, "checksum"),
          parameter(result, "store"),
          rate(result, TarPipelineBenchmark.SIZE));
    }
  }

  private static boolean isOf(RunResult result, Class<?> benchmark) {
    return result.getParams().getBenchmark().startsWith(benchmark.getName() + ".");
  }

  private static String parameter(RunResult result, String name) {
    return result.getParams().getParam(name);
  }

  private static long rate(RunResult result, int bytes) {
    return Math.round(bytes / MIB * 1000 / result.getPrimaryResult().getScore());
  }

  private static double ratio(String compression) throws IOException {
    byte[] plain = SampleData.of(CodecBenchmark.SIZE);
    byte[] encoded = CodecBenchmark.encode(plain, Compression.parse(compression));
    return (double) plain.length / encoded.length;
  }
}
