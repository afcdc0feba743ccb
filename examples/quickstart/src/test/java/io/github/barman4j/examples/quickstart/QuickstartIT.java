/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quickstart as a person runs it, in a process of its own. */
class QuickstartIT {

  private static final int LACKING = 3;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"fs", "s3", "azure", "gcs"})
  void bringsTheDataBack(String store) throws Exception {
    Path output = directory.resolve("output");
    int exit = run(output, "--store", store);
    String text = Files.readString(output);
    if (exit == LACKING) {
      Peers.skip(text);
    }
    assertThat(exit).as(text).isZero();
    assertThat(text)
        .contains("The data is back.", "timeline 2", "recoverable: from", "REDUNDANCY 2")
        .containsPattern("after the recovery: +\\d+ orders worth");
  }

  @Test
  void unknownOptionsAreExplained() throws Exception {
    Path output = directory.resolve("output");
    assertThat(run(output, "--store", "tape")).isEqualTo(2);
    assertThat(output).content().contains("usage: run [--store fs|s3|azure|gcs]");
  }

  private int run(Path output, String... options) throws Exception {
    Path temp = Files.createDirectories(directory.resolve("run/tmp"));
    for (Path open : List.of(directory, temp, directory.resolve("run"))) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temp);
    command.add("-Dbarman4j.test.servers=" + System.getProperty("barman4j.test.servers"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Quickstart.class.getName(), directory.resolve("run").toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
