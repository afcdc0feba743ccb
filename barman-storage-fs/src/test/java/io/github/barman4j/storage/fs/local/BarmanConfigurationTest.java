/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.storage.fs.local.ConfigurationProblem.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BarmanConfigurationTest {

  private static final String MINIMAL =
      """
      [barman]
      barman_home = /backups
      [main]
      conninfo = host=/run/postgresql
      backup_method = local-rsync
      """;

  @TempDir Path directory;

  private BarmanConfiguration read(String text) {
    return BarmanConfiguration.read(write("barman.conf", text));
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LocalServerConfiguration server(String more) {
    return read(MINIMAL + more + "\n").server("main");
  }

  private List<ConfigurationProblem> errors(String more) {
    return catchThrowableOfType(InvalidConfigurationException.class, () -> server(more)).problems();
  }

  @Test
  void theLeastThatIsNeededHasBarmansDefaults() {
    LocalServerConfiguration main = server("");
    LocalServerOptions options = main.serverOptions();
    assertThat(options.serverDirectory()).isEqualTo(Path.of("/backups/main"));
    assertThat(options.lockDirectory()).isEqualTo(Path.of("/backups"));
    assertThat(options.catalogueDirectory()).isEqualTo(Path.of("/backups/main/wals"));
    assertThat(options.walCompression()).isEqualTo(Compression.NONE);
    assertThat(options.minimumRedundancy()).isZero();
    assertThat(main.conninfo()).isEqualTo("host=/run/postgresql");
    assertThat(main.isActive()).isTrue();
    assertThat(main.retentionPolicy()).isEmpty();
    assertThat(main.restoresFetchWal()).isFalse();
    assertThat(main.checkOptions().archiver()).isTrue();
    assertThat(main.checkOptions().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(main.problems()).isEmpty();
  }

  @Test
  void everyPathCanBeSet() {
    LocalServerOptions options =
        server(
                """
                backup_directory = /v/main
                basebackups_directory = /v/b
                wals_directory = /v/w
                xlogdb_directory = /v/x
                incoming_wals_directory = /v/i
                streaming_wals_directory = /v/s
                errors_directory = /v/e/../errors
                """)
            .serverOptions();
    assertThat(
            List.of(
                options.serverDirectory(),
                options.baseDirectory(),
                options.walsDirectory(),
                options.catalogueDirectory(),
                options.incomingDirectory(),
                options.streamingDirectory(),
                options.errorsDirectory()))
        .map(Path::toString)
        .containsExactly("/v/main", "/v/b", "/v/w", "/v/x", "/v/i", "/v/s", "/v/errors");
  }

  @Test
  void aServersOwnValueCountsBeforeTheGlobalOne() {
    BarmanConfiguration both =
        read(
            """
            [barman]
            barman_home = /backups
            backup_method = local-rsync
            minimum_redundancy = 2
            compression = gzip
            retention_policy = REDUNDANCY 5
            [a]
            conninfo = host=a
            [b]
            conninfo = host=b
            minimum_redundancy = 3
            compression =
            retention_policy = None
            """);
    assertThat(both.serverNames()).containsExactly("a", "b");
    assertThat(both.server("a").serverOptions().minimumRedundancy()).isEqualTo(2);
    assertThat(both.server("a").retentionPolicy())
        .contains(RetentionPolicy.redundancy(5).withMinimumRedundancy(2));
    assertThat(both.server("a").serverOptions().walCompression())
        .isEqualTo(new Compression(Codec.GZIP, 6));
    assertThat(both.server("b").serverOptions().minimumRedundancy()).isEqualTo(3);
    assertThat(both.server("b").serverOptions().walCompression()).isEqualTo(Compression.NONE);
    assertThat(both.server("b").retentionPolicy()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          description = plain            | plain
          description=x                  | x
          description : x = y            | x = y
          DESCRIPTION = up               | up
          description = "quoted text"    | quoted text
          description = 'single'         | single
          description = "a"b"            | a"b
          description = "a" b            | "a" b
          description = "open            | "open
          description = a ; b            | a ; b
          description = a # b            | a # b
          description = 100%%            | 100%
          description = %(conninfo)s!    | host=/run/postgresql!
          description = %(CONNINFO)s     | host=/run/postgresql
          description = a~  b~~  c       | a~b~~c
          description = a~# c~  ; d~  b  | a~b
          description = 1~description = 2| 2
          description = 1~[main]~description = 2| 2
          [DEFAULT]~description = d      | d
          description = ""               |
          description = None             |
          description = "none"           |
          description =                  |
          # description = comment        |
          """)
  void valuesAreReadAsBarmanDoes(String lines, String expected) {
    assertThat(server(lines.replace('~', '\n')).description().map(text -> text.replace('\n', '~')))
        .isEqualTo(java.util.Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          parallel_jobs = x                        | parallel_jobs             | number
          parallel_jobs = 0                        | parallel_jobs             | from 1
          minimum_redundancy = -1                  | minimum_redundancy        | number
          immediate_checkpoint = maybe             | immediate_checkpoint      | true or false
          reuse_backup = hard                      | reuse_backup              | off
          last_backup_maximum_age = 4days          | last_backup_maximum_age   | 4 DAYS
          last_wal_maximum_age = 4                 | last_wal_maximum_age      | 4 DAYS
          last_backup_minimum_size = 10MB          | last_backup_minimum_size  | 10Mi
          max_incoming_wals_queue = many           | max_incoming_wals_queue   | number
          check_timeout = 0                        | check_timeout             | number
          retention_policy = REDUNDANCY            | retention_policy          | REDUNDANCY n
          retention_policy_mode = manual           | retention_policy_mode     | auto
          wal_retention_policy = other             | wal_retention_policy      | main
          compression = custom                     | compression               | gzip
          compression = GZIP                       | compression               | gzip
          compression_level = best                 | compression_level         | medium
          bandwidth_limit = fast                   | bandwidth_limit           | number
          tablespace_bandwidth_limit = a           | tablespace_bandwidth_limit| KiB/s
          recovery_options = put-wal               | recovery_options          | get-wal
          backup_options = exclusive_backup        | backup_options            | concurrent_backup
          backup_directory = relative              | backup_directory          | absolute
          wals_directory = /b/../backups/main/base | wals_directory            | separate
          backup_method = postgres                 | backup_method             | local-rsync
          ssh_command = ssh localhost              | ssh_command               | must not be set
          backup_compression = gzip                | backup_compression        | must not be set
          encryption = gpg                         | encryption                | must not be set
          primary_ssh_command = ssh a              | primary_ssh_command       | must not be set
          conninfo =                               | conninfo                  | connection string
          description = 5%                         | description               | doubled
          description = %(barman_home)s            | description               | no such option
          description = %(description)s            | description               | references
          """)
  void anInvalidValueIsAnErrorThatNamesItsPlace(String line, String key, String expected) {
    List<ConfigurationProblem> errors = errors(line);
    assertThat(errors).hasSize(1);
    ConfigurationProblem error = errors.get(0);
    assertThat(error.severity()).isEqualTo(Severity.ERROR);
    assertThat(error.key()).isEqualTo(key);
    assertThat(error.section()).isEqualTo("main");
    assertThat(error.line()).isEqualTo(6);
    assertThat(error.message()).containsIgnoringCase(expected);
    assertThat(error.toString())
        .startsWith(directory.resolve("barman.conf") + ":6: [main] " + key + ": ");
  }

  @Test
  void allErrorsAreToldAtOnce() {
    assertThat(errors("parallel_jobs = x\nencryption = gpg\ncheck_timeout = y"))
        .extracting(ConfigurationProblem::key)
        .containsExactlyInAnyOrder("parallel_jobs", "encryption", "check_timeout");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense = 1                     | nonsense               | WARNING
          barman_home = /x                 | barman_home            | WARNING
          pre_backup_script = /bin/true    | pre_backup_script      | WARNING
          post_wal_delete_retry_script = x | post_wal_delete_retry_script | WARNING
          streaming_archiver = on          | streaming_archiver     | WARNING
          slot_name = s                    | slot_name              | WARNING
          worm_mode = on                   | worm_mode              | WARNING
          path_prefix = /usr/lib           | path_prefix            | NOTE
          network_compression = false      | network_compression    | NOTE
          aws_region = x                   | aws_region             | NOTE
          """)
  void whatHasNoEffectIsReported(String line, String key, Severity severity) {
    List<ConfigurationProblem> problems = server(line).problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).key()).isEqualTo(key);
    assertThat(problems.get(0).severity()).isEqualTo(severity);
    assertThat(problems.get(0).line()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "worm_mode = off",
        "pre_backup_script =",
        "ssh_command = None",
        "encryption = ''",
        "backup_options = concurrent_backup, external_configuration",
        "create_slot = manual"
      })
  void whatIsSetToNothingIsNoProblem(String line) {
    assertThat(server(line).problems()).isEmpty();
  }

  @Test
  void anOptionOfServersInTheGlobalSectionIsReported() {
    BarmanConfiguration read = read(MINIMAL.replace("[main]", "conninfo = host=elsewhere\n[main]"));
    assertThat(read.server("main").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.section()).isEqualTo("barman"))
        .satisfies(problem -> assertThat(problem.message()).contains("section of a server"));
  }

  @ParameterizedTest
  @CsvSource({"4 DAYS,PT96H", "1 week,PT168H", "2 MONTHS,PT1488H", "12 Hours,PT12H", "1 day,PT24H"})
  void agesAreBarmans(String value, Duration expected) {
    assertThat(server("last_backup_maximum_age = " + value).checkOptions().lastBackupMaximumAge())
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10,10",
    "10k,10000",
    "10Ki,10240",
    "3 Mi,3145728",
    "1T,1000000000000",
    "2Gi,2147483648"
  })
  void sizesAreBarmans(String value, long expected) {
    assertThat(server("last_backup_minimum_size = " + value).checkOptions().lastBackupMinimumSize())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "gzip,,GZIP,6", "pigz,low,GZIP,1", "pygzip,high,GZIP,9", "bzip2,,BZIP2,5", "pybzip2,99,BZIP2,9",
    "xz,,XZ,3", "zstd,MEDIUM,ZSTD,4", "zstd,-5,ZSTD,-5", "lz4,high,LZ4,10", "snappy,7,SNAPPY,0"
  })
  void compressionHasBarmansLevels(String name, String level, Codec codec, int expected) {
    String lines =
        "compression = " + name + (level == null ? "" : "\ncompression_level = " + level);
    assertThat(server(lines).serverOptions().walCompression())
        .isEqualTo(new Compression(codec, expected));
  }

  @Test
  void backupsAreMadeAsTheSectionSays() {
    LocalBackupOptions options =
        server(
                """
                reuse_backup = LINK
                parallel_jobs = 3
                bandwidth_limit = 100
                tablespace_bandwidth_limit = fast:200 slow:10, free:0
                immediate_checkpoint = on
                autogenerate_manifest = yes
                keepalive_interval = 7
                """)
            .backupOptions();
    assertThat(options.reuse()).isEqualTo(ReuseBackup.LINK);
    assertThat(options.workers()).isEqualTo(3);
    assertThat(options.bandwidthLimit()).isEqualTo(3 * 100 * 1024);
    assertThat(options.tablespaceBandwidthLimits())
        .containsEntry("fast", 3 * 200 * 1024L)
        .containsEntry("slow", 3 * 10 * 1024L)
        .hasEntrySatisfying("free", limit -> assertThat(limit).isGreaterThan(1L << 40));
    assertThat(options.isFastCheckpoint()).isTrue();
    assertThat(options.hasManifest()).isTrue();
    assertThat(options.keepaliveInterval()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void withoutOptionsABackupIsBarmans() {
    LocalBackupOptions options =
        server("bandwidth_limit = 0\nkeepalive_interval = -1").backupOptions();
    assertThat(options.reuse()).isEqualTo(ReuseBackup.OFF);
    assertThat(options.workers()).isEqualTo(1);
    assertThat(options.bandwidthLimit()).isEqualTo(server("").backupOptions().bandwidthLimit());
    assertThat(options.isFastCheckpoint()).isFalse();
    assertThat(options.hasManifest()).isFalse();
    assertThat(options.keepaliveInterval()).isEqualTo(Duration.ZERO);
  }

  @Test
  void linesThatAreNoneAreErrorsOfTheFile() {
    assertThatThrownBy(() -> read("x = 1\n[barman]\nbarman_home = /b\nnonsense\n"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("barman.conf:1: Expected a section")
        .hasMessageContaining("barman.conf:4: [barman] Expected 'option = value'");
  }

  @Test
  void aMissingOrRelativeHomeIsAnError() {
    assertThatThrownBy(() -> read("[barman]\nlog_level = INFO\n"))
        .hasMessageContaining("barman_home");
    assertThatThrownBy(() -> read("[barman]\nbarman_home = here\n"))
        .hasMessageContaining("absolute");
  }

  @Test
  void anUnknownServerIsAnErrorThatListsTheOthers() {
    assertThatThrownBy(() -> read(MINIMAL).server("other"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("[main]");
  }

  @Test
  void aServerOfAnotherMethodConcernsNobodyElse() {
    BarmanConfiguration two =
        read(MINIMAL + "[far]\nconninfo = host=x\nssh_command = ssh x\nparallel_jobs = many\n");
    assertThat(two.server("main").problems()).isEmpty();
    assertThatThrownBy(() -> two.server("far")).hasMessageContaining("'rsync'");
  }

  @Test
  void theSameDirectoryThroughALinkIsAConflict() throws IOException {
    Path real = Files.createDirectories(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    assertThat(
            errors("wals_directory = %s/w%nincoming_wals_directory = %s/w".formatted(real, link)))
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("wals_directory of main"));
  }

  @Test
  void twoServersCannotShareADirectory() {
    BarmanConfiguration two =
        read(
            MINIMAL
                + "[other]\nconninfo = host=x\nbackup_method = local-rsync\n"
                + "backup_directory = /backups/main\n");
    assertThatThrownBy(() -> two.server("other")).hasMessageContaining("backup_directory of main");
  }

  @Test
  void filesOfTheDirectoryCountInOrder() throws IOException {
    Path more = Files.createDirectories(directory.resolve("conf.d"));
    write("conf.d/b.conf", "[main]\ndescription = from b\n");
    write("conf.d/a.conf", "[main]\ndescription = from a\nparallel_jobs = 4\n[barman]\nx = 1\n");
    write("conf.d/ignored.txt", "nonsense");
    LocalServerConfiguration main =
        read(MINIMAL.replace("[main]", "configuration_files_directory = " + more + "\n[main]"))
            .server("main");
    assertThat(main.description()).contains("from b");
    assertThat(main.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.file()).isEqualTo(more.resolve("a.conf")));
  }

  @Test
  void aNameThatNoDirectoryCanHaveIsAnError() {
    BarmanConfiguration read =
        read(MINIMAL + "[a/b]\nconninfo = host=x\nbackup_method = local-rsync\n");
    assertThat(read.server("main").problems()).isEmpty();
    assertThatThrownBy(() -> read.server("a/b"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("[a/b]");
  }

  @Test
  void modelsAreNoServers() {
    assertThat(read(MINIMAL + "[m]\nmodel = true\ncluster = main\n").serverNames())
        .containsExactly("main");
  }

  @Test
  void theFileIsFoundWhereBarmanLooks() {
    Path file = write(".barman.conf", MINIMAL);
    assertThat(BarmanConfiguration.find(Map.of("HOME", directory.toString()))).isEqualTo(file);
    assertThat(BarmanConfiguration.find(Map.of("BARMAN_CONFIG_FILE", "/x.conf", "HOME", "/")))
        .isEqualTo(Path.of("/x.conf"));
  }

  @Test
  void everyNameIsDeclaredOnceAndHasAMeaning() {
    assertThat(
            ConfigurationOption.ALL.stream()
                .collect(Collectors.groupingBy(ConfigurationOption::name)))
        .allSatisfy((name, options) -> assertThat(options).hasSize(1));
    assertThat(ConfigurationOption.ALL)
        .allSatisfy(option -> assertThat(option.meaning()).isNotBlank().endsWith("."));
  }
}
