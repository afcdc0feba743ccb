/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each exit code means for each tool, seen by whoever starts the programs. */
class ExitCodesIT {

  private static Path inputs;
  private static S3Server server;

  @BeforeAll
  static void start() throws IOException {
    inputs = FileTrees.createTemporary("inputs");
    InputFiles.write(inputs);
    server = S3Server.s3proxy();
  }

  @AfterAll
  static void stop() {
    server.close();
    FileTrees.delete(inputs);
  }

  static Stream<DiffCase> rows() {
    return DiffCases.exitCodes().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void exitCodeSaysWhatHappened(DiffCase row) throws IOException {
    Outcome outcome =
        new CaseRun(server, inputs, RealBackup.NONE, row).of(Launchers.of(server).asSide());
    assertThat(outcome.exit()).as(outcome.stderr()).isEqualTo(row.exit());
    boolean silent = row.exit() == ExitCode.DONE && !row.name().contains("warning");
    assertThat(outcome.stderr().isEmpty()).as(outcome.stderr()).isEqualTo(silent);
  }
}
