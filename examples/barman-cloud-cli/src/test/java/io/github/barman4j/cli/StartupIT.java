/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JVM loads before a program gets to its work. */
class StartupIT {

  private static final Path DIST = Path.of("target", "dist").toAbsolutePath();
  private static final List<String> SDKS =
      List.of("software.amazon.", "com.azure.", "com.google.cloud.", "org.snakeyaml.");
  private static final String PICOCLI = "picocli.CommandLine ";

  @TempDir private Path dir;

  @Test
  void aDirectoryNeedsNoSdk() throws IOException {
    List<String> loaded = loadedBy("barman-cloud-backup-list", "file://" + dir, "s");
    assertThat(loaded).hasSizeGreaterThan(500);
    SDKS.forEach(sdk -> assertThat(loaded).noneMatch(line -> line.contains(" " + sdk)));
    assertThat(loaded).noneMatch(line -> line.contains(" " + PICOCLI));
  }

  @Test
  void s3NeedsNoOtherSdkAndNoRoles() throws IOException {
    try (S3Server store = S3Server.s3proxy()) {
      Path wal = Files.writeString(dir.resolve("00000002.history"), "1\t0/3000000\tno reason\n");
      List<String> loaded =
          loadedBy(
              "barman-cloud-wal-archive",
              "--endpoint-url=" + store.endpoint(),
              "--store-option=access-key-id=" + store.accessKey(),
              "--store-option=secret-access-key=" + store.secretKey(),
              "s3://" + store.createBucket(),
              "s",
              wal.toString());
      assertThat(loaded).anyMatch(line -> line.contains(" software.amazon."));
      for (String unneeded :
          List.of("com.azure.", "com.google.cloud.", "software.amazon.awssdk.services.sts.")) {
        assertThat(loaded).noneMatch(line -> line.contains(" " + unneeded));
      }
    }
  }

  @Test
  void nearlyAllClassesComeFromTheArchive() throws IOException {
    List<String> loaded = loadedBy("barman-cloud-backup-list", "file://" + dir, "s");
    long archived = loaded.stream().filter(line -> line.contains("shared objects file")).count();
    assertThat(archived).isGreaterThan(loaded.size() * 9L / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--zstd", "--snappy", "--lz4"})
  void noCodecNeedsTheTemporaryDirectory(String codec) throws IOException {
    CommandResult archived = archive(codec, "-Djava.io.tmpdir=/proc/absent");
    assertThat(archived.exitCode()).isZero();
    assertThat(archived.stderr()).isEmpty();
  }

  @Test
  void aNativeLibraryThatCannotBeLoadedIsToldWithWhatToDo() throws IOException {
    String options = "-Dbarman4j.native-libraries= -Djava.io.tmpdir=/proc/absent";
    CommandResult archived = archive("--zstd", options);
    assertThat(archived.exitCode()).isEqualTo(ExitCode.OTHER);
    assertThat(archived.stderr()).contains("zstd", "-Djava.io.tmpdir=").doesNotContain("\tat ");
    assertThat(dir.resolve("store/s")).doesNotExist();
  }

  private CommandResult archive(String codec, String options) throws IOException {
    Files.createDirectories(dir.resolve("store"));
    Path wal = Files.writeString(dir.resolve("00000002.history"), "1\t0/3000000\tno reason\n");
    Path program = DIST.resolve("bin/barman-cloud-wal-archive");
    String url = "file://" + dir.resolve("store");
    return ExternalCommand.of(List.of(program.toString(), codec, url, "s", wal.toString()))
        .withEnvironment(
            Map.of("JAVA_HOME", System.getProperty("java.home"), "BARMAN4J_JAVA_OPTIONS", options))
        .run();
  }

  private List<String> loadedBy(String program, String... words) throws IOException {
    Path log = dir.resolve("loaded");
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "BARMAN4J_JAVA_OPTIONS",
            "-Xlog:class+load:file=" + log);
    Stream<String> command =
        Stream.concat(Stream.of(DIST.resolve("bin").resolve(program).toString()), Stream.of(words));
    ExternalCommand.of(command.toList()).withEnvironment(environment).run().orThrow();
    return Files.readAllLines(log);
  }
}
