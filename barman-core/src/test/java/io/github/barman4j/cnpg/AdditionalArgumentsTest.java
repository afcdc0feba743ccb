/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.StoreProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdditionalArgumentsTest {

  private static final String S3 = "s3://b/p|s3Credentials: {inheritFromIAMRole: true}";
  private static final String AZURE =
      "http://azurite:1/account/container|azureCredentials: {connectionString: {name: a, key: b}}";
  private static final String GOOGLE = "gs://b/p|googleCredentials: {gkeEnvironment: true}";
  private static final Map<String, String> STORES =
      Map.of("S3", S3, "AZURE", AZURE, "GOOGLE", GOOGLE);
  private static final String ARCHIVE = "wal.archiveAdditionalCommandArgs";
  private static final String FETCH = "wal.restoreAdditionalCommandArgs";
  private static final String BACKUP = "data.additionalCommandArgs";
  private static final String RESTORE = "data.restoreAdditionalCommandArgs";

  private static Stream<Arguments> properties() {
    return Stream.of(
        arguments(S3, ARCHIVE, List.of("--read-timeout=90"), Map.of("read-timeout", "90 s")),
        arguments(S3, ARCHIVE, List.of("--read-timeout", "90"), Map.of("read-timeout", "90 s")),
        arguments(S3, ARCHIVE, List.of("--read-timeout 90"), Map.of("read-timeout", "90 s")),
        arguments(S3, ARCHIVE, List.of("--read-time=90"), Map.of("read-timeout", "90 s")),
        arguments(S3, FETCH, List.of("--read-timeout=90"), Map.of("read-timeout", "90 s")),
        arguments(S3, RESTORE, List.of("--read-timeout=90"), Map.of("read-timeout", "90 s")),
        arguments(GOOGLE, BACKUP, List.of("--read-timeout=90"), Map.of("read-timeout", "90 s")),
        arguments(
            S3, BACKUP, List.of("--addressing-style=path"), Map.of("addressing-style", "path")),
        arguments(S3, BACKUP, List.of("-P", "backup"), Map.of("profile", "backup")),
        arguments(S3, BACKUP, List.of("-Pbackup"), Map.of("profile", "backup")),
        arguments(
            S3,
            BACKUP,
            List.of("--endpoint-url=https://m:1"),
            Map.of("endpoint-url", "https://m:1")),
        arguments(S3, BACKUP, List.of("--cloud-provider=aws-s3"), Map.of()),
        arguments(S3, BACKUP, List.of("-e AES256"), Map.of("encryption", "AES256")),
        arguments(
            S3,
            BACKUP,
            List.of("-eaws:kms", "--sse-kms-key-id", "k"),
            Map.of("encryption", "aws:kms", "sse-kms-key-id", "k")),
        arguments(S3, BACKUP, List.of("--min-chunk-size 5MB"), Map.of()),
        arguments(S3, BACKUP, List.of("--min-chunk-size=32MB"), Map.of("part-size", "33554432")),
        arguments(S3, BACKUP, List.of("--min-chunk-size=32MiB"), Map.of("part-size", "32243712")),
        arguments(AZURE, ARCHIVE, List.of("--max-block-size=4MB"), Map.of("part-size", "4194304")),
        arguments(AZURE, ARCHIVE, List.of("--max-concurrency=4"), Map.of("upload-threads", "4")),
        arguments(AZURE, ARCHIVE, List.of("--encryption-scope=s"), Map.of("encryption-scope", "s")),
        arguments(
            GOOGLE,
            BACKUP,
            List.of("--kms-key-name=projects/p"),
            Map.of("kms-key-name", "projects/p")));
  }

  @ParameterizedTest
  @MethodSource("properties")
  void becomeOptionsOfTheStore(
      String store, String list, List<String> given, Map<String, String> expected) {
    ObjectStoreSettings settings = settings(store, list, given);

    assertThat(settings.unsupported()).isEmpty();
    assertThat(properties(settings, list.startsWith("wal") ? StoreUse.WAL : StoreUse.BACKUPS))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "--gzip, gzip:1",
    "-z, gzip:1",
    "--bzip2 --compression-level=high, bzip2:9",
    "--compression-level=medium --xz, xz:3",
    "-j, bzip2:5",
    "--snappy, snappy",
    "--lz4 --compression-level=low, lz4:0",
    "--zstd --compression-level=-5, zstd:-5",
    "--zstd --compression-level -5, zstd:-5",
    "--zstd --compression-level=99, zstd:22",
  })
  void chooseTheCompressionOfWal(String given, String expected) {
    ObjectStoreSettings settings = settings(S3, ARCHIVE, List.of(given.split(" ")));

    assertThat(settings.walOptions().compression()).hasToString(expected);
    assertThat(settings.unsupported()).isEmpty();
  }

  @Test
  void aTagOfAMebibyteIsReadLikeAnyOther() {
    String quotes = "\"\"".repeat(1 << 20);
    assertThat(CsvPair.parse("\"" + quotes + "\",v").getKey()).hasSize(1 << 20);
  }

  @Test
  void setTagsOfWal() {
    List<String> given =
        List.of("--tags", "a,1", "\"b,c\",\"2\"\"\"", "--history-tag=h,3", "--history-tag", "i,4");

    ObjectStoreSettings settings = settings(S3, ARCHIVE, given);

    assertThat(settings.walOptions().tags().values()).isEqualTo(Map.of("a", "1", "b,c", "2\""));
    assertThat(settings.walOptions().historyTags().values()).isEqualTo(Map.of("h", "3", "i", "4"));
    assertThat(settings.backupOptions().tags().isEmpty()).isTrue();
    assertThat(settings.unsupported()).isEmpty();
  }

  @Test
  void setHowWalIsFetched() {
    ObjectStoreSettings settings = settings(S3, FETCH, List.of("--no-partial", "--parallel=12"));

    assertThat(settings.walOptions().partialFallback()).isFalse();
    assertThat(settings.walPrefetch()).isEqualTo(12);
    assertThat(settings.maxParallel()).isEqualTo(1);
    assertThat(settings.unsupported()).isEmpty();
  }

  @Test
  void setHowBackupsAreMade() {
    List<String> given =
        List.of(
            "-J",
            "5",
            "--immediate-checkpoint",
            "-S10GB",
            "--max-bandwidth=1.5MB",
            "--tag",
            "a,1",
            "--zstd");

    ObjectStoreSettings settings = settings(S3, BACKUP, given);

    assertThat(settings.unsupported()).isEmpty();
    assertThat(settings.backupOptions().workers()).isEqualTo(5);
    assertThat(settings.backupOptions().isFastCheckpoint()).isTrue();
    assertThat(settings.backupOptions().partSize()).isEqualTo(10L << 30);
    assertThat(settings.backupOptions().bandwidthLimit()).isEqualTo(3L << 19);
    assertThat(settings.backupOptions().tags().values()).isEqualTo(Map.of("a", "1"));
    assertThat(settings.backupOptions().compression()).hasToString("zstd:1");
  }

  @Test
  void relocateTablespaces() {
    List<String> given = List.of("--tablespace=fast:/nvme/a", "--tablespace", "cold:/hdd/b");

    assertThat(settings(S3, RESTORE, given).tablespaces())
        .isEqualTo(Map.of("fast", Path.of("/nvme/a"), "cold", Path.of("/hdd/b")));
  }

  @Test
  void lettersMayBeInARow() {
    ObjectStoreSettings settings = settings(S3, BACKUP, List.of("-zJ4"));

    assertThat(settings.backupOptions().workers()).isEqualTo(4);
    assertThat(settings.backupOptions().compression()).hasToString("gzip:1");
    assertThat(settings.unsupported()).isEmpty();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "unsupported.csv", delimiter = '|', quoteCharacter = '`')
  void thatHaveNoEffectAreReported(
      String store, String field, String given, String setting, String reason) {
    String list = field.substring(0, field.indexOf('['));
    List<String> arguments = List.of(given.split(" "));

    List<UnsupportedSetting> unsupported =
        settings(STORES.get(store), list, arguments).unsupported();

    assertThat(unsupported.get(0).field()).isEqualTo("spec.configuration." + field);
    assertThat(unsupported.get(0).setting()).isEqualTo(setting);
    assertThat(unsupported.get(0).reason()).contains(reason);
    assertThat(unsupported.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wal: {compression: gzip, archiveAdditionalCommandArgs: [--zstd]}",
        "data: {compression: gzip, additionalCommandArgs: [--zstd]}",
        "data: {jobs: 2, additionalCommandArgs: [--jobs=3]}",
        "data: {encryption: AES256, additionalCommandArgs: ['-e aws:kms']}",
        "tags: {a: b}, data: {additionalCommandArgs: ['--tag=c,d']}",
        "historyTags: {a: b}, wal: {archiveAdditionalCommandArgs: ['--history-tag=c,d']}",
        "endpointURL: 'https://a', data: {additionalCommandArgs: [--endpoint-url=https://b]}",
        "wal: {archiveAdditionalCommandArgs: [--read-timeout=1], restoreAdditionalCommandArgs: [--read-timeout=2]}",
      })
  void yieldToFieldsAndToTheFirst(String configuration) {
    assertThat(ObjectStoreSettings.of(Resources.s3With(configuration)).unsupported())
        .singleElement()
        .asString()
        .contains("already says otherwise");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wal: {compression: gzip, archiveAdditionalCommandArgs: [--gzip]}",
        "data: {jobs: 2, additionalCommandArgs: [--jobs=2]}",
        "tags: {a: b}, data: {additionalCommandArgs: ['--tag=a,b']}",
        "data: {immediateCheckpoint: true, additionalCommandArgs: [--immediate-checkpoint]}",
      })
  void maySayTheSameAsFields(String configuration) {
    assertThat(ObjectStoreSettings.of(Resources.s3With(configuration)).unsupported()).isEmpty();
  }

  @Test
  void aKeyOfTheCustomerIsReadFromItsFile(@TempDir Path directory) throws IOException {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    Path file = Files.writeString(directory.resolve("key"), key + "\n");
    String argument = "'--sse-customer-key=file://" + file + "'";
    String lists = "wal: {archiveAdditionalCommandArgs: [%s]}, data: {additionalCommandArgs: [%s]}";

    ObjectStoreSettings settings =
        ObjectStoreSettings.of(Resources.s3With(lists.formatted(argument, argument)));

    assertThat(properties(settings, StoreUse.ALL)).isEqualTo(Map.of("sse-customer-key", key));
  }

  @Test
  void aKeyOfTheCustomerThatIsNotThereIsAProblemOfItsField() {
    ObjectStoreSettings settings =
        settings(S3, BACKUP, List.of("--sse-customer-key=file:///no/such/key"));

    assertThatThrownBy(() -> properties(settings, StoreUse.BACKUPS))
        .isInstanceOf(InvalidObjectStoreException.class)
        .hasMessageContaining("spec.configuration.data.additionalCommandArgs[0]");
  }

  @Test
  void aKeyOfTheCustomerExcludesEncryptionByS3() {
    String configuration =
        "data: {encryption: AES256, additionalCommandArgs: ['--sse-customer-key=file:///k']}";

    assertThatThrownBy(() -> ObjectStoreSettings.of(Resources.s3With(configuration)))
        .isInstanceOf(InvalidObjectStoreException.class)
        .hasMessageContaining("spec.configuration.data.additionalCommandArgs[0]")
        .hasMessageContaining("spec.configuration.data.encryption exclude each other");
  }

  private static ObjectStoreSettings settings(String store, String list, List<String> given) {
    String[] parts = store.split("\\|");
    String quoted =
        given.stream().map(text -> "'" + text + "'").collect(Collectors.joining(", ", "[", "]"));
    String[] names = list.split("\\.");
    return ObjectStoreSettings.of(
        Resources.with(parts[0], parts[1], names[0] + ": {" + names[1] + ": " + quoted + "}"));
  }

  private static Map<String, String> properties(ObjectStoreSettings settings, StoreUse use) {
    try {
      SecretResolver one = SecretResolver.of(Map.of(new SecretRef("a", "b"), Secret.of("c")));
      StoreProperties properties = settings.properties(use, one, Path.of("/nowhere"));
      Map<String, String> values = new TreeMap<>(properties.values());
      values.remove("connection-string");
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
