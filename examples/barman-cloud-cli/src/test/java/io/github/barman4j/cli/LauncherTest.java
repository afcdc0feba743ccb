/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, with something else in place of Java. */
class LauncherTest {

  private static final Path SOURCE = Path.of("src", "dist", "launcher").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String OPTION = "--abort-recovery-on-failure";
  private static final String RESTORE = "barman-cloud-wal-restore";

  @TempDir private Path dir;

  @BeforeEach
  void install() throws IOException {
    for (String program : List.of(RESTORE, "barman-cloud-wal-archive")) {
      executable("bin/" + program, Files.readString(SOURCE));
    }
  }

  private void executable(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void java(String script) throws IOException {
    executable("java/bin/java", "#!/bin/sh\n" + script + "\n");
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(Map.of("JAVA_HOME", dir.resolve("java").toString()));
    all.putAll(more);
    return all;
  }

  private CommandResult run(Map<String, String> more, String program, String... words) {
    Stream<String> command =
        Stream.concat(Stream.of(dir.resolve("bin/" + program).toString()), Stream.of(words));
    return ExternalCommand.of(command.toList()).withEnvironment(environment(more)).run();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0", "120,1", "1,126", "2,126", "3,126", "125,126", "126,126", "134,134", "137,137"
  })
  void onlyWhatTheProgramCallsAbsentIsTheEndOfTheArchive(int code, int expected)
      throws IOException {
    java("exit " + code);
    assertThat(run(Map.of(), RESTORE, OPTION, "url", "s", "f", "p").exitCode()).isEqualTo(expected);
  }

  @Test
  void withoutTheOptionTheProgramsCodeStands() throws IOException {
    java("exit 1");
    assertThat(run(Map.of(), RESTORE, "url", "s", "f", "p").exitCode()).isEqualTo(1);
    assertThat(run(Map.of(), "barman-cloud-wal-archive", OPTION).exitCode()).isEqualTo(1);
  }

  @Test
  void theOptionCountsWhereverItIsAndHoweverItIsAbbreviated() throws IOException {
    java("exit 1");
    assertThat(run(Map.of(), RESTORE, "url", "s", "f", "p", OPTION).exitCode()).isEqualTo(126);
    assertThat(run(Map.of(), RESTORE, "url", "--abort", "s", "f", "p").exitCode()).isEqualTo(126);
    assertThat(run(Map.of(), RESTORE, "url", "s", "--", OPTION, "p").exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1,126", "yes,126", "'',1", "no,1", "0,1"})
  void aVariableDoesWhatTheOptionDoes(String value, int expected) throws IOException {
    java("exit 1");
    Map<String, String> variable = Map.of(RecoveryAbort.VARIABLE, value);
    assertThat(run(variable, RESTORE, "url", "s", "f", "p").exitCode()).isEqualTo(expected);
  }

  @Test
  void noJavaIsNoEndOfTheArchive() {
    assertThat(run(Map.of(), RESTORE, OPTION, "url", "s", "f", "p").exitCode()).isEqualTo(127);
  }

  @Test
  void aSignalEndsTheProgramToo() throws IOException {
    java("trap 'echo ended; exit 143' TERM; echo begun; while :; do sleep 0.1; done");
    List<String> command = List.of(dir.resolve("bin/" + RESTORE).toString(), OPTION, "u", "s");
    Path log = dir.resolve("log");
    try (ChildProcess launcher = ChildProcess.start(command, environment(Map.of()), log)) {
      Await.until("it runs", PATIENCE, () -> launcher.log().contains("begun"), launcher::log);
      ProcessHandle.of(launcher.pid()).orElseThrow().destroy();
      launcher.awaitExit(PATIENCE);
      assertThat(launcher.exitCode()).isEqualTo(143);
      assertThat(launcher.log()).contains("ended");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "no_SUCH.locale"})
  void namesAreUtf8WhereTheLocaleHasOnlyAscii(String locale) throws IOException {
    java("locale charmap");
    CommandResult result = run(Map.of("LC_ALL", locale), RESTORE, "url", "s", "f", "p");
    assertThat(result.stdout()).isEqualTo("UTF-8\n");
  }
}
