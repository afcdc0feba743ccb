/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupAndRestoreWordsTest {

  @TempDir Path folder;

  private RunProgram run(Map<String, String> environment, String line) {
    String url =
        folder.resolve("store").toUri().toString().replaceFirst("^file:/(?!/)", "file:///");
    List<String> words = new ArrayList<>(List.of(line.strip().split(" ")));
    words.replaceAll(word -> word.replace("URL", url).replace("DIR", folder + "/new"));
    String program = words.remove(0);
    return RunProgram.of(environment, program, words.toArray(String[]::new));
  }

  private static BackupCommand backup(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("s3://bucket/prefix", "server"));
    return (BackupCommand) new CommandParser(Tool.BACKUP).parse(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          backup --zstd --lz4 URL s                              | not allowed with argument
          backup --tag a,b --tags c,d -- URL s                   | not allowed with argument
          backup -J 0 URL s                                      | -J/--jobs
          backup --keepalive-interval -1 URL s                   | --keepalive-interval
          backup -n latest URL s                                 | -n/--name
          backup -n 20260301T101500 URL s                        | -n/--name
          backup -S 1G URL s                                     | is not a size
          backup --snapshot-instance i --snapshot-disk d URL s   | snapshots of disks are not supported
          backup --snapshot-gcp-project p URL s                  | snapshots of disks are not supported
          backup --aws-snapshot-lock-mode governance URL s       | snapshots of disks are not supported
          backup -e rot13 s3://b s                               | invalid choice: 'rot13'
          backup --cloud-provider tape URL s                     | invalid choice: 'tape'
          restore URL s                                          | backup_id
          restore URL s latest                                   | recovery_dir
          restore --tablespace spc URL s latest DIR              | NAME:LOCATION
          restore --target-lsn 0/1 --target-time 2026-03-01 URL s auto DIR | not allowed with argument
          restore --target-lsn nonsense URL s auto DIR           | --target-lsn
          restore --target-time nonsense URL s auto DIR          | --target-time
          restore --target-tli 0 URL s auto DIR                  | --target-tli
          restore --target-tli newest URL s auto DIR             | --target-tli
          restore --target-name p URL s auto DIR                 | --write-recovery-settings
          restore --stage-wal URL s auto DIR                     | --write-recovery-settings
          restore --plan --write-recovery-settings URL s auto    | not allowed with argument
          restore --plan --format xml URL s auto                 | --format
          restore --snapshot-recovery-instance i URL s latest DIR | snapshots of disks
          restore -J 65 URL s latest DIR                         | -J/--jobs
          """)
  void wrongWordsAreUsageErrors(String line, String message) {
    RunProgram ran = run(Map.of(), line);
    assertThat(ran.err()).contains(message).startsWith("usage: ");
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          backup ftp://host/path s                             | 4
          backup --sse-kms-key-id k s3://b s                   | 4
          backup -d foo=bar URL s                              | 1
          backup -h 127.0.0.1 -p 1 URL s                       | 1
          backup -h /nowhere URL s                             | 1
          backup -h @abstract URL s                            | 1
          restore URL s 20200101T000000 DIR                    | 1
          restore URL s unknown-name DIR                       | 4
          restore URL s latest DIR                             | 4
          restore URL s auto DIR                               | 1
          restore --target-tli current URL s auto DIR          | 4
          restore --target-tli latest URL s auto DIR           | 4
          restore --plan URL s auto                            | 1
          backup -t URL s                                      | 0
          restore -t URL s latest                              | 0
          """)
  void failuresHaveBarmansCodes(String line, int code) throws IOException {
    Files.createDirectories(folder.resolve("store"));
    RunProgram ran = run(Map.of("HOME", folder.toString()), line);
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BARMAN_HOOK=backup_script,BARMAN_PHASE=post                            | 4
          BARMAN_HOOK=backup_script,BARMAN_PHASE=pre,BARMAN_BACKUP_INFO_PATH=/i  | 4
          BARMAN_HOOK=archive_script,BARMAN_PHASE=post,BARMAN_BACKUP_INFO_PATH=/i | 4
          BARMAN_HOOK=backup_script,BARMAN_PHASE=post,BARMAN_BACKUP_INFO_PATH=/i,BARMAN_BACKUP_ID=20260301T101500 | 4
          BARMAN_HOOK=backup_script,BARMAN_PHASE=post,BARMAN_BACKUP_INFO_PATH=/i,BARMAN_BACKUP_ID=20260301T101500,BARMAN_BACKUP_DIR=/d,BARMAN_STATUS=FAILED | 63
          BARMAN_HOOK=backup_retry_script,BARMAN_PHASE=post,BARMAN_BACKUP_INFO_PATH=/nowhere,BARMAN_BACKUP_ID=20260301T101500,BARMAN_BACKUP_DIR=/d,BARMAN_STATUS=DONE | 1
          """)
  void hooksAreCheckedBeforeAnythingIsSent(String variables, int code) {
    Map<String, String> environment = new java.util.HashMap<>();
    for (String variable : variables.split(",")) {
      environment.put(variable.split("=")[0], variable.split("=")[1]);
    }
    RunProgram ran = run(environment, "backup URL s");
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(run(environment, "backup -n name URL s").code()).isEqualTo(ExitCode.OTHER);
  }

  @Test
  void optionsReachTheStoreWithinItsLimits() throws Exception {
    assertThat(backup("--min-chunk-size", "1MB").upload.properties(Provider.AWS_S3))
        .containsExactly(Map.entry("part-size", Long.toString(5L << 20)));
    assertThat(backup("--min-chunk-size", "300kB").upload.properties(Provider.GOOGLE))
        .containsEntry("part-size", Long.toString(512L << 10));
    assertThat(backup("--min-chunk-size", "2GB").upload.properties(Provider.AWS_S3))
        .containsEntry("part-size", Long.toString(1L << 30))
        .containsEntry("memory-budget", Long.toString(1L << 30));
    assertThat(backup().upload.properties(Provider.AZURE)).isEmpty();
  }

  @Test
  void compressionIsBarmansAndNoneByDefault() throws Exception {
    assertThat(backup().compression.find()).isEmpty();
    assertThat(backup("-z").compression.find()).contains(Compression.of(Codec.GZIP));
    assertThat(backup("-j").compression.find()).contains(Compression.of(Codec.BZIP2));
    assertThat(backup("--snappy").compression.find()).contains(Compression.of(Codec.SNAPPY));
    assertThat(backup("--lz4").compression.find()).contains(Compression.of(Codec.LZ4));
    assertThat(backup("--zstd").compression.find()).contains(Compression.of(Codec.ZSTD));
  }

  @Test
  void shortOptionsAreBarmans() throws Exception {
    BackupCommand command = backup("-hhost", "-p", "5433", "-Uu", "-d", "db", "-J4", "-S", "2GB");
    assertThat(command.postgres.host).isEqualTo("host");
    assertThat(command.postgres.port).isEqualTo("5433");
    assertThat(command.postgres.user).isEqualTo("u");
    assertThat(command.postgres.database).isEqualTo("db");
    assertThat(command.upload.jobs).isEqualTo(4);
    assertThat(command.upload.maxArchiveSize).isEqualTo(2L << 30);
  }

  @Test
  void passwordsAreNotInMessages() {
    RunProgram ran =
        run(Map.of("PGPASSWORD", "topsecret"), "backup -d host=127.0.0.1|port=1 URL s");
    RunProgram uri = run(Map.of(), "backup -d postgresql://u:topsecret@127.0.0.1:1/db URL s");
    assertThat(ran.err() + uri.err()).doesNotContain("topsecret");
    assertThat(uri.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void anAbsentSocketIsNamedWithTheReason() {
    RunProgram ran = run(Map.of(), "backup -h /nowhere URL s");
    assertThat(ran.err()).contains("/nowhere/.s.PGSQL.5432", "No such file or directory");
  }

  @Test
  void theRestoreCommandHasTheStoreAndNoSecrets() throws Exception {
    List<String> words =
        List.of("--endpoint-url", "http://h:9", "--store-option=a=100%", "s3://b/it's", "s", "x");
    RestoreCommand command = (RestoreCommand) new CommandParser(Tool.RESTORE).parse(words);
    assertThat(WalRestoreLine.of(command.store))
        .contains(" --abort-recovery-on-failure ")
        .contains(" --endpoint-url=http://h:9 ")
        .contains(" '--store-option=a=100%%' 's3://b/it'\\''s' s \"%f\" \"%p\"");
    command.store.more.add("secret-access-key=hush");
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(() -> WalRestoreLine.of(command.store)))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("--stage-wal")
        .hasMessageNotContaining("hush");
  }
}
