/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningServerTest {

  @TempDir private Path data;

  private void write(String text) throws IOException {
    Files.writeString(data.resolve("postmaster.pid"), text);
  }

  @Test
  void aLivingProcessIsFound() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      write(process.pid() + "\n/data\n");
      assertThat(RunningServer.findPid(data)).hasValue(process.pid());
      write("-" + process.pid() + "\n");
      assertThat(RunningServer.findPid(data)).as("a single-user server").hasValue(process.pid());
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(RunningServer.findPid(data)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x\n", "0\n", "99999999999999999999\n"})
  void nonsenseIsNoServer(String text) throws IOException {
    write(text);
    assertThat(RunningServer.findPid(data)).isEmpty();
  }

  @Test
  void theDataDirectorysNameMayBeInAnyEncoding() throws IOException {
    Files.write(data.resolve("postmaster.pid"), "0\n/gr\u00fcn\n".getBytes(ISO_8859_1));
    assertThat(RunningServer.findPid(data)).isEmpty();
  }

  @Test
  void withoutTheFileThereIsNone() throws IOException {
    assertThat(RunningServer.findPid(data)).isEmpty();
  }

  /** In two containers both may be process 1. */
  @Test
  void ourOwnNumberMayBeThatOfAServerInAnotherContainer() throws IOException {
    long own = ProcessHandle.current().pid();
    write(own + "\n");
    assertThat(RunningServer.findPid(data)).hasValue(own);
  }
}
