/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.verify.Problem;
import io.github.barman4j.verify.Problem.Kind;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies, checks and deletes what real Barman made of a real server, linked backups included. */
class BarmansBackupsIT {

  private static final Pattern FIFTH_COLUMN =
      Pattern.compile("(?m)^((?:[^\t\n]*\t){3}[^\t\n]*)\tNone$");

  private Path directory;
  private Path home;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = FileTrees.createTemporary("barmans");
    home = Files.createDirectories(directory.resolve("home"));
  }

  @AfterEach
  void deleteDirectory() {
    FileTrees.delete(directory);
  }

  @ParameterizedTest
  @MethodSource("io.github.barman4j.storage.fs.local.BarmanServerCli#both")
  void areVerifiedCheckedAndDeletedAsBarmanDoes(BarmanServerCli program) throws Exception {
    Path incoming = Files.createDirectories(home.resolve("main/incoming"));
    try (PostgresServer postgres = PostgresServer.builder(15).archiveInto(incoming).start()) {
      postgres.createTablespace("ts", directory.resolve("ts"));
      postgres.execute(
          "CREATE TABLE t TABLESPACE ts AS SELECT g FROM generate_series(1, 20000) g",
          "CREATE TABLE u AS SELECT g FROM generate_series(1, 20000) g");
      BarmanServerCli barman =
          Peers.require(program).on(home, "main").with("conninfo", postgres.conninfo());
      makeThree(barman, postgres);
      verify(barman);
      CheckReport check =
          new LocalCheck(context(home))
              .check(
                  CheckOptions.builder()
                      .dataSource(postgres.dataSource())
                      .dataDirectory(postgres.dataDirectory())
                      .build());
      assertThat(check.isOk()).as(check.describe()).isTrue();
      deleteOnBoth(barman);
      assertThat(barman.run("check", "main").stdout()).doesNotContain("FAILED");
    }
  }

  private static void makeThree(BarmanServerCli barman, PostgresServer postgres) {
    barman.run("check", "main");
    postgres.switchWal();
    barman.run("archive-wal", "main").orThrow();
    for (int i = 0; i < 3; i++) {
      postgres.execute("INSERT INTO t VALUES (" + i + ")");
      barman.run("backup", "--wait", "main").orThrow();
      postgres.switchWal();
      barman.run("archive-wal", "main").orThrow();
    }
  }

  private LocalContext context(Path of) {
    return LocalContext.of(LocalServerOptions.builder(of, "main").build());
  }

  private void verify(BarmanServerCli barman) throws IOException {
    LocalContext context = context(home);
    LocalVerify verify = new LocalVerify(context);
    List<BackupId> ids = context.metadata().list();
    barman.run("generate-manifest", "main", ids.get(2).value()).orThrow();
    for (BackupId id : ids) {
      VerificationReport report = verify.verify(id, VerifyOptions.defaults());
      assertThat(report.problems()).as(report.describe()).isEmpty();
      assertThat(report.counts().walSegments()).isPositive();
      assertThat(report.counts().pages()).isPositive();
    }
    damage(context.directory().data(ids.get(2)).resolve("postgresql.conf"));
    Path link = context.directory().backup(ids.get(1)).resolve("data/base/link");
    Files.createSymbolicLink(link, Path.of("/etc/passwd"));

    assertThat(verify.verify(ids.get(2), VerifyOptions.defaults()).problems())
        .extracting(Problem::kind)
        .containsExactly(Kind.FILE_CHECKSUM);
    assertThat(verify.verify(ids.get(1), VerifyOptions.defaults()).problems())
        .extracting(Problem::kind)
        .contains(Kind.UNSAFE_MEMBER);
    Files.delete(link);
  }

  /** Writes a file anew, as it may be linked. */
  private static void damage(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[0] ^= 1;
    Files.delete(file);
    Files.write(file, content);
  }

  private void deleteOnBoth(BarmanServerCli barman) throws IOException {
    Path copy = directory.resolve("copy");
    ExternalCommand.of(List.of("cp", "-a", home.toString(), copy.toString())).run().orThrow();
    BackupId first = context(home).metadata().list().get(0);
    Map<String, String> before = content(home, first);

    LocalContext ours = context(home);
    LocalRetention retention = new LocalRetention(ours, new LocalWal(ours));
    LocalRetentionPlan plan = retention.planDelete(BackupSelector.oldest());
    LocalRetentionResult result = retention.apply(plan);
    barman.on(copy, "main").run("delete", "main", first.value()).orThrow();

    assertThat(result.deletedBackups()).containsExactly(first);
    assertThat(result.space().exclusiveBytes())
        .isPositive()
        .isLessThan(result.space().apparentBytes());
    assertThat(content(home, first)).isEqualTo(content(copy, first)).isNotEqualTo(before);
    LocalContext theirs = context(copy);
    for (BackupId id : theirs.metadata().list()) {
      assertThat(info(ours, id, barman)).isEqualTo(info(theirs, id, barman));
    }
  }

  private static BackupInfo info(LocalContext context, BackupId id, BarmanServerCli barman)
      throws IOException {
    BackupInfo info = context.metadata().find(id).orElseThrow();
    return barman.toString().contains("newest")
        ? info
        : info.toBuilder()
            .set(BackupField.SIZE, null)
            .set(BackupField.DEDUPLICATED_SIZE, null)
            .build();
  }

  /**
   * Returns the files of all with the number of their links, catalogues with their lines, of which
   * Barman before 3.14 reads only those without the fifth column.
   */
  private static Map<String, String> content(Path of, BackupId deleted) throws IOException {
    Map<String, String> content = new TreeMap<>();
    Path root = of.resolve("main");
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String text = path.toString().endsWith("xlog.db") ? Files.readString(path) : "";
        text = FIFTH_COLUMN.matcher(text).replaceAll("$1");
        content.put(root.relativize(path).toString(), SpaceScan.links(path) + " " + text);
      }
    }
    assertThat(content).as("files beside those of " + deleted).isNotEmpty();
    return content;
  }
}
