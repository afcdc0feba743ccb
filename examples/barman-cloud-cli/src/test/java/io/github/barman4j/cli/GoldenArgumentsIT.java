/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of an archive by the command lines of CloudNativePG, in a store that knows tags. */
class GoldenArgumentsIT {

  private static final String SEGMENT = CaseNames.segment(1, 9);

  private static S3Server server;
  private static CaseStore store;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.s3mock();
    store = CaseStore.create(server);
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"options-first", "options-last"})
  void everyCommandLineDoesItsWork(String cluster) throws IOException {
    Path file = Files.write(directory.resolve(SEGMENT), CaseArchive.content(SEGMENT));
    run(cluster, "check-wal-archive", List.of(), List.of());
    run(cluster, "wal-archive", archiving(), List.of(file.toString()));
    assertThat(store.stored()).containsKey(cluster + "/wals/0000000100000000/" + SEGMENT + ".gz");
    Path fetched = directory.resolve("fetched");
    run(cluster, "wal-restore", List.of(), List.of(SEGMENT, fetched.toString()));
    assertThat(fetched).hasSameBinaryContentAs(file);
    manageBackups(cluster);
  }

  private static List<String> archiving() {
    return words("--gzip -e AES256 --tags backupRetentionPolicy,expire --history-tags a,b");
  }

  private void manageBackups(String cluster) throws IOException {
    String withWal =
        "backup:1:name=backup-1 000000010000000000000002 backup:2 000000010000000000000004";
    for (Map.Entry<String, byte[]> object : CaseArchive.of(withWal).entrySet()) {
      store.put(cluster + "/" + object.getKey(), object.getValue());
    }
    List<String> json = words("--format json");
    assertThat(run(cluster, "backup-list", json, List.of())).startsWith("{\"backups_list\": [{");
    assertThat(run(cluster, "backup-show", json, List.of("backup-1"))).startsWith("{\"cloud\": {");
    List<String> policy = List.of("--retention-policy", "RECOVERY WINDOW OF 7 DAYS");
    run(cluster, "backup-delete", policy, List.of());
    assertThat(run(cluster, "backup-list", List.of(), List.of())).doesNotContain("backup-1");
  }

  /** Runs a program in the order that the cluster's name says, and returns what it printed. */
  private String run(String cluster, String tool, List<String> options, List<String> behind) {
    List<String> positional = new ArrayList<>(List.of("s3://" + store.bucket() + "/", cluster));
    positional.addAll(behind);
    List<String> all = new ArrayList<>(options);
    all.addAll(words("--cloud-provider aws-s3"));
    List<String> words = new ArrayList<>(cluster.endsWith("first") ? all : positional);
    words.addAll(cluster.endsWith("first") ? positional : all);
    CommandResult result = Launchers.of(server).run(Map.of(), "barman-cloud-" + tool, words);
    return result.orThrow().stdout();
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
