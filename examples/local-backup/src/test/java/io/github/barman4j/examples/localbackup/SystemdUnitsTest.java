/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.Peer;
import io.github.barman4j.testing.process.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/** The units of systemd that come with the program. */
final class SystemdUnitsTest {

  private static final Path UNITS = Path.of("systemd");
  private static final String PROGRAM = "/opt/local-backup/bin/local-backup";

  @TempDir Path directory;

  static Stream<Path> units() throws IOException {
    try (Stream<Path> files = Files.list(UNITS)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("units")
  void everyCommandLineIsOneOfTheProgram(Path unit) throws IOException {
    List<String> commands =
        Files.readAllLines(unit, UTF_8).stream()
            .filter(line -> line.startsWith("ExecStart="))
            .map(line -> line.substring("ExecStart=".length()).replace("%i", "main"))
            .toList();
    assertThat(commands).hasSize(unit.toString().endsWith(".service") ? 1 : 0);
    for (String command : commands) {
      assertThat(command).startsWith(PROGRAM + " ");
      String[] words = command.split(" ");
      ParseResult read = Main.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length));
      assertThat(read.subcommand().matchedPositionalValue(0, "")).isEqualTo("main");
    }
  }

  @Test
  void systemdFindsNothingWrong() throws IOException {
    Peers.require(new Analyzer());
    for (Path unit : units().toList()) {
      String text = Files.readString(unit, UTF_8).replace(PROGRAM, "/bin/true");
      String name = unit.getFileName().toString();
      Files.writeString(directory.resolve(name), text, UTF_8);
      Files.writeString(directory.resolve(name.replace("@", "@main")), text, UTF_8);
    }
    try (Stream<Path> copies = Files.list(directory)) {
      for (Path copy : copies.filter(file -> file.toString().contains("@main")).toList()) {
        CommandResult result = analyze("verify", "--man=no", copy.toString()).run();
        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.stderr()).doesNotContain(directory.toString());
      }
    }
  }

  private static ExternalCommand analyze(String... words) {
    return ExternalCommand.of(
        Stream.concat(Stream.of("systemd-analyze"), Arrays.stream(words)).toList());
  }

  /** What comes with systemd to look at units. */
  private static final class Analyzer implements Peer {
    @Override
    public boolean available() {
      return analyze("--version").succeeds();
    }

    @Override
    public String description() {
      return "systemd-analyze: apt-get install systemd";
    }
  }
}
