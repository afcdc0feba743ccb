/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.cli.log.StderrLog;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.servers.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our programs, run in this JVM, because it takes longer to start one. Immutable. */
final class OurPrograms {

  private final Map<String, String> environment;
  private final List<String> options;

  private OurPrograms(Map<String, String> environment, List<String> options) {
    this.environment = Map.copyOf(environment);
    this.options = List.copyOf(options);
  }

  /** Returns the programs with nothing in their environment. */
  static OurPrograms plain() {
    return new OurPrograms(Map.of(), List.of());
  }

  /** Returns the programs with a store's address; its keys are from {@link SdkKeys}. */
  OurPrograms with(S3Server store) {
    Map<String, String> region = Map.of("AWS_DEFAULT_REGION", store.region());
    List<String> endpoint = List.of("--endpoint-url", store.endpoint().toString());
    return new OurPrograms(region, endpoint).withEnvironment(environment);
  }

  OurPrograms withEnvironment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new OurPrograms(all, options);
  }

  /** Runs a program as if it was called in a directory. */
  CommandResult run(Path directory, String program, List<String> arguments) {
    List<String> words = new ArrayList<>(options);
    words.addAll(arguments);
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    int exit = run(directory, program, words, stdout, stderr);
    return new CommandResult(words, exit, stdout.toString(UTF_8), stderr.toString(UTF_8));
  }

  private int run(
      Path directory,
      String program,
      List<String> words,
      ByteArrayOutputStream stdout,
      ByteArrayOutputStream stderr) {
    StderrLog.redirect(new PrintStream(stderr, true, UTF_8));
    try (PrintStream out = new PrintStream(stdout, false, UTF_8)) {
      return Programs.run(
          new Invocation(program, environment, directory, out, new DirectEngine()), words);
    } finally {
      StderrLog.redirect(null);
    }
  }
}
