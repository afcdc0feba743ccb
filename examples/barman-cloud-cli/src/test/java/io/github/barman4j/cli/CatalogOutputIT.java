/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.servers.BarmanCli;
import io.github.barman4j.testing.servers.S3Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What list and show print of backups that real Barman made. What they print of all others that
 * there can be is compared by {@link DifferentialIT}.
 */
class CatalogOutputIT {

  private static final String LIST = "barman-cloud-backup-list";
  private static final String SHOW = "barman-cloud-backup-show";
  private static final String OLD = "written-by-3.4.0";
  private static final String NEW = "written-by-newest";

  private static Path work;
  private static S3Server store;
  private static SdkKeys keys;
  private static PostgresServer postgres;
  private static BarmanCli debian;
  private static BarmanCli newest;
  private static OurPrograms ours;
  private static String url;

  @BeforeAll
  static void makeBackups() {
    work = FileTrees.createTemporary("catalog");
    store = S3Server.s3proxy();
    keys = SdkKeys.of(store);
    url = "s3://" + store.createBucket() + "/estate";
    postgres = PostgresServer.start(15);
    postgres.createTablespace("fast", work.resolve("fast"));
    debian = Peers.require(BarmanCli.debian12()).with(store).with(postgres);
    newest = Peers.require(BarmanCli.newest()).with(store).with(postgres);
    ours = OurPrograms.plain().with(store);
    backUp(debian, OLD, "--gzip", "--name", "named");
    backUp(debian, OLD, "--bzip2");
    backUp(newest, NEW, "--gzip", "--name", "named");
    fail(newest, NEW);
  }

  private static void backUp(BarmanCli barman, String server, String... options) {
    List<String> words = new ArrayList<>(List.of("--immediate-checkpoint"));
    words.addAll(List.of(options));
    words.addAll(List.of(url, server));
    barman.run("barman-cloud-backup", words.toArray(String[]::new)).orThrow();
  }

  /** A role that may connect and not back up. */
  private static void fail(BarmanCli barman, String server) {
    postgres.execute("CREATE ROLE nobody LOGIN");
    barman.run("barman-cloud-backup", "--user", "nobody", "-d", "postgres", url, server);
  }

  @AfterAll
  static void stop() {
    postgres.close();
    keys.close();
    store.close();
    FileTrees.delete(work);
  }

  @Test
  void listAndShowAreThoseOfTheNewestByteByByte() {
    for (String server : List.of(OLD, NEW)) {
      for (String format : List.of("json", "console")) {
        assertThat(ours(LIST, "--format", format, url, server))
            .isEqualTo(theirs(newest, LIST, "--format", format, url, server));
        for (String backup : ids(server)) {
          assertThat(ours(SHOW, "--format", format, url, server, backup))
              .isEqualTo(theirs(newest, SHOW, "--format", format, url, server, backup));
        }
      }
    }
  }

  @Test
  void everyFieldOf3Dot4IsTheSameInOurs() {
    assertThat(differences("->'backups_list'->0", LIST, url, OLD)).isEmpty();
    assertThat(differences("->'backups_list'->1", LIST, url, OLD)).isEmpty();
    assertThat(differences("->'cloud'", SHOW, url, OLD, "named")).isEmpty();
  }

  @Test
  void theFailedBackupIsListedAndShown() {
    assertThat(ours(LIST, url, NEW)).contains("FAILED");
    assertThat(ours(LIST, "--format=json", url, NEW)).contains("\"status\": \"FAILED\"");
  }

  private static List<String> ids(String server) {
    return ours(LIST, url, server).lines().skip(1).map(line -> line.split(" ")[0]).toList();
  }

  private static String ours(String program, String... words) {
    return ours.run(work, program, List.of(words)).orThrow().stdout();
  }

  /** System identifiers are unsigned to us, and to Barman what SQL gives: from 2038 on negative. */
  private static String theirs(BarmanCli barman, String program, String... words) {
    String signed = postgres.queryString("SELECT system_identifier FROM pg_control_system()");
    String unsigned = Long.toUnsignedString(Long.parseLong(signed));
    return barman.run(program, words).orThrow().stdout().replace(signed, unsigned);
  }

  /** Has PostgreSQL read both and say which of Barman's fields is another in ours. */
  private static String differences(String path, String program, String... words) {
    List<String> all = new ArrayList<>(List.of("--format", "json"));
    all.addAll(List.of(words));
    String our = ours.run(work, program, all).orThrow().stdout();
    String their = theirs(debian, program, all.toArray(String[]::new));
    String sql =
        """
        SELECT coalesce(string_agg(key || ' is ' || value || ', not ' || (our->key), '; '), '')
        FROM (SELECT $json$%s$json$::jsonb%s AS their, $json$%s$json$::jsonb%s AS our) both_sides,
          jsonb_each(their)
        WHERE value IS DISTINCT FROM our->key
        """;
    return postgres.queryString(sql.formatted(their, path, our, path));
  }
}
