/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.Peers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our tars against GNU tar and Python's tarfile, which is what Barman reads and writes with. */
class TarInteropIT {
  private static final String EXTRACT =
      """
      import sys, tarfile
      with tarfile.open(sys.argv[1], mode='r|') as tar:
          tar.extractall(sys.argv[2])
      """;
  private static final String CREATE =
      """
      import sys, tarfile
      with tarfile.open(sys.argv[1], mode='w|', format=getattr(tarfile, sys.argv[3])) as tar:
          tar.add(sys.argv[2], arcname='.')
      """;

  @TempDir Path directory;

  @BeforeAll
  static void findTools() {
    for (String tool : List.of("tar", "python3")) {
      if (!ExternalCommand.of(List.of(tool, "--version")).succeeds()) {
        Peers.skip("Not available: " + tool);
      }
    }
  }

  @Test
  void gnuTarExtractsWhatWeWrite() throws IOException {
    run("tar", "-xf", written().toString(), "-C", target().toString());

    assertExtracted();
  }

  @Test
  void pythonExtractsWhatWeWrite() throws IOException {
    run("python3", "-c", EXTRACT, written().toString(), target().toString());

    assertExtracted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "ustar", "pax"})
  void weReadWhatGnuTarWrites(String format) throws IOException {
    Path tar = directory.resolve("gnu.tar");
    run("tar", "--format=" + format, "-cf", tar.toString(), "-C", tree().toString(), ".");

    assertTree(tar);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GNU_FORMAT", "USTAR_FORMAT", "PAX_FORMAT"})
  void weReadWhatPythonWrites(String format) throws IOException {
    Path tar = directory.resolve("python.tar");
    run("python3", "-c", CREATE, tar.toString(), tree().toString(), format);

    assertTree(tar);
  }

  private Path written() throws IOException {
    return Files.write(directory.resolve("ours.tar"), Tars.sample());
  }

  private Path target() throws IOException {
    return Files.createDirectories(directory.resolve("target"));
  }

  private void assertExtracted() throws IOException {
    Path file = target().resolve("base/d\u00fcrr");
    assertThat(file).hasBinaryContent(Tars.content(8192));
    assertThat(target().resolve("base/" + "n".repeat(150))).hasBinaryContent(Tars.content(513));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target())))
        .isEqualTo("rwx------");
    assertThat(Files.getLastModifiedTime(file).toInstant())
        .isCloseTo(Tars.TIME.toInstant(), within(1, ChronoUnit.MICROS));
  }

  private Path tree() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree/base"));
    Path file = Files.write(tree.resolve("n".repeat(90) + "-1"), Tars.content(70_000));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-03-01T10:15:00Z")));
    Files.createLink(tree.resolve("second"), file);
    Files.createSymbolicLink(tree.resolve("third"), Path.of("second"));
    Files.write(tree.resolve("empty"), new byte[0]);
    return directory.resolve("tree");
  }

  private void assertTree(Path tar) throws IOException {
    try (InputStream in = Files.newInputStream(tar)) {
      TarReader reader = new TarReader(in, tar.getFileName().toString());
      Map<String, byte[]> contents = Tars.read(reader);
      assertThat(contents.keySet())
          .containsExactlyInAnyOrder(
              ".",
              "base",
              "base/" + "n".repeat(90) + "-1",
              "base/second",
              "base/third",
              "base/empty");
      assertThat(contents.values()).anyMatch(content -> content.length == 70_000);
      assertThat(reader.endedProperly()).isTrue();
    }
  }

  private static void run(String... command) {
    ExternalCommand.of(List.of(command)).run().orThrow();
  }
}
