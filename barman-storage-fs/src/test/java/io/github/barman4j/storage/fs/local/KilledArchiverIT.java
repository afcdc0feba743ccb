/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.testing.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a {@code kill -9} of an archiver leaves, at any time. */
class KilledArchiverIT {

  private static final int FILES = 60;
  private static final int KILLS = 20;
  private static final int LONGEST_MILLIS = 1_200;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"NONE", "GZIP"})
  void losesNothingAndArchivesAllOnce(Codec codec) throws Exception {
    int kills = 0;
    Set<Integer> found = new HashSet<>();
    for (int round = 0; kills < KILLS; round++) {
      Path home = Files.createDirectories(directory.resolve("home" + round));
      WalServer server = WalServer.compressing(home, Layout.UNIVERSAL, Compression.of(codec));
      Path sent = Files.createDirectories(home.resolve("pg_wal"));
      fill(server, sent);
      for (boolean done = false; kills < KILLS && !done; done = isDone(server)) {
        kill(home, codec, sent, kills++);
        assertNothingIsHalf(server);
        if (random.nextBoolean()) {
          // Otherwise it is the next archiver that mends what the kill left.
          found.add(server.listed().size());
        }
      }
      resend(server, sent);
      assertComplete(server);
      io.github.barman4j.testing.process.FileTrees.delete(home);
    }
    assertThat(found).as("points of time; seed " + seed).hasSizeGreaterThan(KILLS / 8);
  }

  private static boolean isDone(WalServer server) {
    return names().stream().allMatch(server.wal::contains);
  }

  private static List<WalSegmentName> names() {
    List<WalSegmentName> names = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      names.add(WalServer.segment(i));
    }
    return names;
  }

  private static void fill(WalServer server, Path sent) {
    for (WalSegmentName name : names()) {
      if (name.segment() % 3 == 0) {
        WalServer.SEGMENTS.write(sent, name);
      } else {
        server.drop(name);
      }
    }
  }

  private void kill(Path home, Codec codec, Path sent, int number) throws Exception {
    Path begun = directory.resolve("begun" + number);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            KilledArchiver.class.getName(),
            home.toString(),
            codec.toString(),
            sent.toString(),
            begun.toString());
    try (ChildProcess child = ChildProcess.start(command, Map.of(), directory.resolve("log"))) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                assertThat(child.isAlive()).as(child::log).isTrue();
                return Files.exists(begun);
              });
      Thread.sleep(random.nextInt(LONGEST_MILLIS));
      assertThat(child.isAlive()).as(child::log).isTrue();
      child.kill();
    }
  }

  private void assertNothingIsHalf(WalServer server) throws IOException {
    for (WalSegmentName name : names()) {
      if (server.wal.contains(name)) {
        assertEqual(server, name);
      }
    }
  }

  private void assertEqual(WalServer server, WalSegmentName name) throws IOException {
    WalContent archived = WalContent.of(name, server.directory.wal(name));
    try (InputStream in = archived.open()) {
      assertThat(in.readAllBytes())
          .as(name + ", seed " + seed)
          .isEqualTo(WalServer.SEGMENTS.bytes(name));
    }
  }

  /** PostgreSQL sends again what {@code archive_command} did not say it has. */
  private static void resend(WalServer server, Path sent) throws IOException {
    for (Path file : Disk.list(sent)) {
      server.wal.archive(file);
    }
    server.archive();
  }

  private void assertComplete(WalServer server) throws IOException {
    List<String> expected = names().stream().map(WalSegmentName::toString).toList();
    assertThat(server.listed()).as("seed " + seed).isEqualTo(expected);
    assertThat(listed(server.directory.legacyCatalogue())).isEqualTo(expected);
    assertThat(listed(server.directory.modernCatalogue())).isEqualTo(expected);
    for (WalSegmentName name : names()) {
      assertEqual(server, name);
    }
    assertThat(Disk.list(server.directory.incoming()))
        .allMatch(file -> Disk.name(file).endsWith(".tmp"));
    assertThat(server.directory.errors()).isEmptyDirectory();
  }

  private static List<String> listed(Path catalogue) throws IOException {
    return Files.readAllLines(catalogue).stream().map(line -> line.split("\t")[0]).toList();
  }
}
