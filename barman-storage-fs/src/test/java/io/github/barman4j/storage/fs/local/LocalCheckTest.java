/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.fs.local.CheckItem.Status;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LocalCheckTest {

  private static final String A = "20260301T100000";
  private static final String B = "20260302T100000";
  private static final List<String> BARMANS =
      List.of(
          "PostgreSQL",
          "superuser or standard user with backup privileges",
          "wal_level",
          "directories",
          "retention policy settings",
          "backup maximum age",
          "backup minimum size",
          "wal maximum age",
          "wal size",
          "compression settings",
          "failed backups",
          "minimum redundancy requirements",
          "local PGDATA",
          "systemid coherence",
          "archive_mode",
          "archive_command",
          "continuous archiving",
          "archiver errors");
  private static final List<String> OURS =
      List.of(
          "free space for next backup",
          "WAL gaps",
          "file system of PGDATA",
          "dead backups",
          "WAL catalogue");

  private static final Set<String> CRITICAL = Set.of("WAL archive", "backup metadata");

  @TempDir Path home;

  private SyntheticServer sound(Layout layout) throws IOException {
    SyntheticServer server = new SyntheticServer(home, layout, 1);
    for (Path directory : server.context().directory().required()) {
      Files.createDirectories(directory);
    }
    server.backup(A, "1/10", "1/11");
    server.backup(B, "1/20", "1/21");
    server.wal(1, 0x10, 0x23);
    return server;
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aSoundDirectoryHasAllItemsInBarmansOrderThenOurs(Layout layout) throws Exception {
    CheckReport report = sound(layout).check(CheckOptions.defaults());

    assertThat(report.items())
        .extracting(CheckItem::name)
        .containsExactlyElementsOf(Stream.concat(BARMANS.stream(), OURS.stream()).toList());
    assertThat(report.isOk()).isTrue();
    assertThat(report.isFitForBackup()).isTrue();
    assertThat(report.find("PostgreSQL").orElseThrow().status()).isEqualTo(Status.NOT_CHECKED);
    assertThat(report.describe())
        .startsWith("Server main:\n\tPostgreSQL: NOT CHECKED (no connection was given)\n")
        .contains("\n\tfailed backups: OK (there are 0 failed backups)\n");
    assertThat(report.toJson())
        .startsWith("{\"main\": {\"postgresql\": {\"status\": \"NOT_CHECKED\"")
        .contains("\"failed_backups\": {\"status\": \"OK\", \"hint\": \"there are 0 failed");
  }

  /** Something that is done to a sound directory. */
  private interface Harm {
    void to(SyntheticServer server) throws IOException;
  }

  /**
   * A directory, and what is to be found.
   *
   * @param what is wrong
   * @param harm that is done
   * @param options of the check
   * @param item that shows it
   * @param status of the item
   */
  private record Case(String what, Harm harm, CheckOptions options, String item, Status status) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Case harm(String what, Harm harm, String item, Status status) {
    return new Case(what, harm, CheckOptions.defaults(), item, status);
  }

  private static Case limit(String what, CheckOptions.Builder options, String item, Status status) {
    return new Case(what, server -> {}, options.build(), item, status);
  }

  static Stream<Case> harmedBackups() {
    return Stream.of(
        harm(
            "an empty catalogue",
            server -> {
              Files.delete(server.context().directory().legacyCatalogue());
              Files.delete(server.context().directory().modernCatalogue());
            },
            "WAL archive",
            Status.FAILED),
        harm(
            "a failed backup",
            server -> server.backup("20260303T100000", "1/22", "1/22", BackupStatus.FAILED),
            "failed backups",
            Status.FAILED),
        harm(
            "a crashed backup",
            server -> server.backup("20260303T100000", "1/22", "1/22", BackupStatus.STARTED),
            "dead backups",
            Status.FAILED),
        harm(
            "an interrupted deletion",
            server -> server.context().metadata().save(DeletionMark.on(server.info(B))),
            "dead backups",
            Status.FAILED),
        harm(
            "too few backups",
            server -> {
              server.retention().delete(BackupSelector.oldest());
              server.context().metadata().delete(server.info(B).id());
            },
            "minimum redundancy requirements",
            Status.FAILED));
  }

  static Stream<Case> harmedWal() {
    return Stream.of(
        harm(
            "an error of the archiver",
            server -> touch(server.context().directory().errors().resolve("x.1.duplicate")),
            "archiver errors",
            Status.FAILED),
        harm(
            "a missing segment",
            server -> Files.delete(server.context().directory().wal(segment("1/15"))),
            "WAL gaps",
            Status.FAILED),
        harm(
            "a missing file of the catalogue",
            server -> Files.delete(server.context().directory().wal(segment("1/22"))),
            "WAL catalogue",
            Status.FAILED),
        harm(
            "a file that is not in the catalogue",
            server -> touch(server.context().directory().wal(segment("1/24"))),
            "WAL catalogue",
            Status.FAILED),
        harm(
            "catalogues out of step",
            server -> Files.writeString(server.context().directory().legacyCatalogue(), ""),
            "WAL catalogue",
            Status.FAILED),
        harm(
            "metadata that nobody can read",
            server -> touch(server.context().directory().modernInfo(server.info(B).id()), "x"),
            "backup metadata",
            Status.FAILED),
        harm(
            "an absent directory",
            server -> Files.delete(server.context().directory().streaming()),
            "directories",
            Status.WARNING),
        harm(
            "WAL where nobody looks for it",
            server -> touch(server.context().directory().streaming().resolve("" + segment("1/1"))),
            "empty streaming directory",
            Status.FAILED));
  }

  static Stream<Case> limits() {
    return Stream.of(
        limit(
            "an old backup",
            CheckOptions.builder().lastBackupMaximumAge(Duration.ofMinutes(1)),
            "backup maximum age",
            Status.FAILED),
        limit(
            "a backup that is young enough",
            CheckOptions.builder().lastBackupMaximumAge(Duration.ofDays(36_500)),
            "backup maximum age",
            Status.OK),
        limit(
            "a small backup",
            CheckOptions.builder().lastBackupMinimumSize(1 << 30),
            "backup minimum size",
            Status.FAILED),
        limit(
            "WAL that is young enough",
            CheckOptions.builder().lastWalMaximumAge(Duration.ofDays(1)),
            "wal maximum age",
            Status.OK),
        limit(
            "PGDATA beside the backups",
            CheckOptions.builder().dataDirectory(Path.of(System.getProperty("java.io.tmpdir"))),
            "file system of PGDATA",
            Status.WARNING));
  }

  @ParameterizedTest
  @MethodSource({"harmedBackups", "harmedWal", "limits"})
  void whatIsWrongIsFound(Case given) throws Exception {
    SyntheticServer server = sound(Layout.UNIVERSAL);
    given.harm().to(server);

    CheckReport report = server.check(given.options());

    assertThat(report.find(given.item())).as(report.describe()).isPresent();
    CheckItem found = report.find(given.item()).orElseThrow();
    assertThat(found.status()).as(report.describe()).isEqualTo(given.status());
    if (given.status() == Status.FAILED) {
      assertThat(report.isOk()).isFalse();
      assertThat(found.nextStep()).isNotEmpty();
      assertThat(found.critical()).isEqualTo(CRITICAL.contains(found.name()));
      assertThat(report.isFitForBackup()).as(report.describe()).isEqualTo(!found.critical());
    }
  }

  @Test
  void aRetentionPolicyThatIsNoneKeepsFromBackingUp() throws Exception {
    CheckReport report =
        sound(Layout.UNIVERSAL)
            .check(CheckOptions.builder().retentionPolicy("FOR EVER AND EVER").build());

    assertThat(report.isFitForBackup()).isFalse();
  }

  @Test
  void aQueueThatIsTooLongIsFound() throws Exception {
    SyntheticServer server = sound(Layout.UNIVERSAL);
    touch(server.context().directory().incoming().resolve(segment("1/24").toString()));
    touch(server.context().directory().incoming().resolve(segment("1/25") + ".tmp"));

    CheckOptions none = CheckOptions.builder().maxIncomingWalsQueue(0).build();
    CheckOptions one = CheckOptions.builder().maxIncomingWalsQueue(1).build();

    assertThat(server.check(none).find("incoming WALs directory")).isPresent();
    assertThat(server.check(one).find("incoming WALs directory")).isEmpty();
    assertThat(server.check(CheckOptions.builder().withoutArchiver().build()).isOk()).isFalse();
  }

  @Test
  void gapsAreLookedForFromWhereATimelineBranchedOff() throws Exception {
    SyntheticServer server = sound(Layout.UNIVERSAL);
    server.wal(2, 0x25, 0x26);
    WalFileName history = new WalFileName.History(TimelineId.of(2));
    server.wal(Stream.of(history));
    Path file = server.context().directory().wal(history);
    Files.writeString(file, "1\t0/24000100\tno recovery target specified\n");

    CheckItem gaps = server.check(CheckOptions.defaults()).find("WAL gaps").orElseThrow();

    assertThat(gaps.status()).isEqualTo(Status.FAILED);
    assertThat(gaps.hint()).isEqualTo("missing: " + segment("2/24"));
  }

  @Test
  void standaloneBackupsNeedNoWalBehindThem() throws Exception {
    SyntheticServer server = sound(Layout.UNIVERSAL);
    Files.delete(server.context().directory().wal(segment("1/15")));
    server.keep(A, "standalone");

    assertThat(server.check(CheckOptions.defaults()).find("WAL gaps").orElseThrow().status())
        .isEqualTo(Status.OK);
  }

  @Test
  void aServerThatDoesNotAnswerKeepsFromBackingUp() throws Exception {
    DataSource down =
        (DataSource)
            Proxy.newProxyInstance(
                LocalCheckTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  throw new SQLException("Connection refused");
                });

    CheckReport report =
        sound(Layout.UNIVERSAL).check(CheckOptions.builder().dataSource(down).build());

    assertThat(report.isFitForBackup()).isFalse();
    assertThat(report.describe()).contains("PostgreSQL: FAILED (Connection refused; start");
    assertThat(report.find("archive_mode").orElseThrow().status()).isEqualTo(Status.NOT_CHECKED);
  }

  @Test
  void theCheckChangesNothing() throws Exception {
    SyntheticServer server = sound(Layout.UNIVERSAL);
    Files.delete(server.context().directory().streaming());
    Map<String, Object> before = tree();

    server.check(CheckOptions.defaults());

    Map<String, Object> after = tree();
    after.keySet().removeIf(name -> name.endsWith(".lock"));
    before.keySet().removeIf(name -> name.endsWith(".lock"));
    assertThat(after).isEqualTo(before);
  }

  private Map<String, Object> tree() throws IOException {
    Map<String, Object> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(home.resolve("main"))) {
      for (Path path : paths.toList()) {
        tree.put(path.toString(), Files.readAttributes(path, "unix:ino,size,ctime,mode"));
      }
    }
    return tree;
  }

  private static WalSegmentName segment(String name) {
    return SyntheticServer.segment(name);
  }

  private static void touch(Path file) throws IOException {
    touch(file, "");
  }

  private static void touch(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
