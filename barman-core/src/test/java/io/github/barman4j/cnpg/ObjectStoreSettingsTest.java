/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.StoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectStoreSettingsTest {

  @TempDir private Path directory;

  @Test
  void s3WithKeysIsTranslated() throws IOException {
    ObjectStoreSettings settings = ObjectStoreSettings.of(Resources.parse("s3-keys"));

    Map<String, String> values = new HashMap<>(properties(settings).values());

    Path bundle = Path.of(values.remove("ca-bundle"));
    assertThat(bundle).hasParent(directory).hasContent("PEM-hunter2");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bundle)))
        .isEqualTo("rw-------");
    assertThat(values)
        .isEqualTo(
            Map.of(
                "access-key-id", "user-hunter2",
                "secret-access-key", "password-hunter2",
                "session-token", "token-hunter2",
                "region", "eu-hunter2",
                "endpoint-url", "https://minio.shop.example:9443",
                "encryption", "AES256"));
    assertThat(settings.location()).hasToString("s3://orders-archive/live");
    assertThat(settings.unsupported()).isEmpty();
  }

  @Test
  void optionsOfWalBackupsAndRetentionAreTranslated() {
    ObjectStoreSettings settings = ObjectStoreSettings.of(Resources.parse("s3-keys"));

    assertThat(settings.walOptions().compression()).hasToString("zstd:1");
    assertThat(settings.walOptions().tags().values()).isEqualTo(Map.of("owner", "shop"));
    assertThat(settings.walOptions().historyTags().values()).containsEntry("what", "history");
    assertThat(settings.walOptions().partialFallback()).isTrue();
    assertThat(settings.maxParallel()).isEqualTo(6);
    assertThat(settings.walPrefetch()).isEqualTo(6);
    assertThat(settings.backupOptions().compression()).hasToString("lz4:0");
    assertThat(settings.backupOptions().workers()).isEqualTo(3);
    assertThat(settings.backupOptions().isFastCheckpoint()).isTrue();
    assertThat(settings.backupOptions().tags().values()).isEqualTo(Map.of("owner", "shop"));
    assertThat(settings.retentionPolicy()).hasToString("Optional[RECOVERY WINDOW OF 21 DAYS]");
  }

  @Test
  void whatIsNotSaidIsAsBarmanDoesIt() {
    ObjectStoreSettings settings = ObjectStoreSettings.of(Resources.parse("s3-role"));

    assertThat(settings.walOptions().compression()).hasToString("none");
    assertThat(settings.walOptions().historyTags()).isNull();
    assertThat(settings.backupOptions().compression()).hasToString("none");
    assertThat(settings.backupOptions().isFastCheckpoint()).isFalse();
    assertThat(settings.maxParallel()).isEqualTo(1);
    assertThat(settings.retentionPolicy()).isEmpty();
    assertThat(settings.tablespaces()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "s3-role, '{}'",
    "azure-connection-string, '{connection-string=connection-hunter2}'",
    "azure-key, '{account-key=key-hunter2}'",
    "azure-sas, '{sas-token=sas-hunter2}'",
    "azure-managed-identity, '{credential=managed-identity}'",
    "azure-default-chain, '{credential=default}'",
    "azure-emulator, '{connection-string=connection-hunter2}'",
    "google-gke, '{}'",
  })
  void everyWayToAuthenticateIsTranslated(String name, String expected) throws IOException {
    ObjectStoreResource resource = Resources.parse(name);
    ObjectStoreSettings settings = ObjectStoreSettings.of(resource);

    assertThat(properties(settings).values()).hasToString(expected);
    assertThat(settings.location()).hasToString(resource.spec().configuration().destinationPath());
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aKeyOfGoogleBecomesAFileForItsOwnerAlone() throws IOException {
    ObjectStoreSettings settings = ObjectStoreSettings.of(Resources.parse("google-key"));

    StoreProperties properties = properties(settings);

    Path file = Path.of(properties.find("key-file").orElseThrow());
    assertThat(properties.values()).hasSize(1);
    assertThat(file).hasContent("{json: hunter2}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void mountedFilesAreUsedWhereTheyAre() throws IOException {
    for (Map.Entry<SecretRef, Secret> entry : Resources.secrets().entrySet()) {
      Path secret = Files.createDirectories(directory.resolve(entry.getKey().name()));
      Files.writeString(secret.resolve(entry.getKey().key()), entry.getValue().reveal());
    }
    SecretResolver mounted = SecretResolver.mounted(directory);
    Path none = Path.of("/nowhere");

    assertThat(of("google-key").properties(StoreUse.ALL, mounted, none).find("key-file"))
        .contains(directory.resolve("google/account.json").toString());
    assertThat(of("azure-key").properties(StoreUse.ALL, mounted, none).values())
        .isEqualTo(Map.of("account-key-file", directory.resolve("azure/key").toString()));
    assertThat(of("azure-sas").properties(StoreUse.ALL, mounted, none).values())
        .isEqualTo(Map.of("sas-token-file", directory.resolve("azure/sas").toString()));
    assertThat(of("s3-keys").properties(StoreUse.ALL, mounted, none).values())
        .containsEntry("ca-bundle", directory.resolve("minio-ca/root.pem").toString())
        .containsEntry("secret-access-key", "password-hunter2");
  }

  @Test
  void aSecretOfNothingButALineEndIsNamed() {
    SecretResolver blank = ref -> Secret.of("\n");

    assertThatThrownBy(() -> of("s3-keys").properties(StoreUse.ALL, blank, directory))
        .isInstanceOf(InvalidObjectStoreException.class)
        .hasMessageContaining("spec.configuration.s3Credentials.secretAccessKey: refers to")
        .hasMessageContaining("which is blank");
  }

  @Test
  void everyMissingSecretIsNamedWithTheFieldThatNeedsIt() {
    InvalidObjectStoreException e =
        catchThrowableOfType(
            InvalidObjectStoreException.class,
            () -> of("s3-keys").properties(StoreUse.ALL, SecretResolver.of(Map.of()), directory));

    assertThat(e.problems()).hasSize(5);
    assertThat(e)
        .hasMessageContaining(
            "spec.configuration.s3Credentials.secretAccessKey: refers to key 'password' of Secret"
                + " 'minio', which cannot be found: it is not among those given")
        .hasMessageContaining("spec.configuration.endpointCA: refers to key 'root.pem'");
  }

  @Test
  void aMountedSecretThatIsMissingIsNamedWithItsFile() {
    SecretResolver mounted = SecretResolver.mounted(directory);

    assertThatThrownBy(() -> of("google-key").properties(StoreUse.ALL, mounted, directory))
        .isInstanceOf(InvalidObjectStoreException.class)
        .hasMessageContaining("spec.configuration.googleCredentials.applicationCredentials")
        .hasMessageContaining(directory.resolve("google/account.json").toString());
  }

  @Test
  void onlySecretsInEffectAreLookedUp() throws IOException {
    Set<SecretRef> asked = new HashSet<>();
    SecretResolver recording =
        ref -> {
          asked.add(ref);
          return Secret.of("orders");
        };
    String ref = "{name: s, key: k}";
    String role = "s3Credentials: {inheritFromIAMRole: true, region: %s, sessionToken: %s}";
    String azure = "azureCredentials: {inheritFromAzureAD: true, storageAccount: %s}";

    for (ObjectStoreResource resource :
        List.of(
            Resources.with("s3://b/p", role.formatted(ref, ref), "tags: {}"),
            Resources.with("http://h:1/a/c", azure.formatted(ref), "tags: {}"),
            Resources.with(
                "gs://b/p", "googleCredentials: {gkeEnvironment: true}", "endpointCA: " + ref))) {
      ObjectStoreSettings.of(resource).properties(StoreUse.ALL, recording, directory);
    }

    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"azure-key", "azure-sas"})
  void theAccountHasToBeThatOfTheLocation(String name) {
    Map<SecretRef, Secret> secrets = Resources.secrets();
    secrets.put(new SecretRef("azure", "account"), Secret.of("returns-hunter2"));

    assertThatThrownBy(
            () -> of(name).properties(StoreUse.ALL, SecretResolver.of(secrets), directory))
        .isInstanceOf(InvalidObjectStoreException.class)
        .hasMessageContaining("spec.configuration.azureCredentials.storageAccount")
        .hasMessageContaining("spec.configuration.destinationPath")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wal: {encryption: AES256}, data: {encryption: 'aws:kms'}"
            + "| wal.encryption | data.encryption",
        "wal: {encryption: AES256} | wal.encryption | data.encryption",
        "data: {encryption: 'aws:kms'} | data.encryption | wal.encryption",
        "wal: {archiveAdditionalCommandArgs: [--read-timeout=1]},"
            + " data: {additionalCommandArgs: [--read-timeout=2]}"
            + "| wal.archiveAdditionalCommandArgs[0] | data.additionalCommandArgs[0]",
        "wal: {encryption: 'aws:kms', archiveAdditionalCommandArgs: [--sse-kms-key-id=k]},"
            + " data: {encryption: 'aws:kms'}"
            + "| wal.archiveAdditionalCommandArgs[0] | data.additionalCommandArgs",
      })
  void oneStoreForAllRefusesWhatItCannotDoBoth(String configuration, String one, String other) {
    ObjectStoreSettings settings = ObjectStoreSettings.of(Resources.s3With(configuration));

    assertThatThrownBy(() -> properties(settings))
        .isInstanceOf(InvalidObjectStoreException.class)
        .hasMessageContaining("spec.configuration." + one)
        .hasMessageContaining("spec.configuration." + other)
        .hasMessageContaining("StoreUse.WAL");
  }

  @Test
  void aStoreForEachDoesWhatItsSectionSays() throws IOException {
    ObjectStoreSettings settings =
        ObjectStoreSettings.of(
            Resources.s3With("wal: {encryption: AES256}, data: {encryption: 'aws:kms'}"));
    SecretResolver none = SecretResolver.of(Map.of());

    assertThat(settings.properties(StoreUse.WAL, none, directory).values())
        .isEqualTo(Map.of("encryption", "AES256"));
    assertThat(settings.properties(StoreUse.BACKUPS, none, directory).values())
        .isEqualTo(Map.of("encryption", "aws:kms"));
  }

  @Test
  void fieldsThatBarmanUsesForOtherStoresOnlyAreReported() {
    ObjectStoreSettings settings =
        ObjectStoreSettings.of(
            Resources.with(
                "gs://b/p",
                "googleCredentials: {gkeEnvironment: true}",
                "endpointURL: 'https://h', endpointCA: {name: a, key: b}, wal: {encryption: AES256}"));

    assertThat(settings.unsupported())
        .extracting(UnsupportedSetting::field)
        .containsExactly(
            "spec.configuration.endpointURL",
            "spec.configuration.endpointCA",
            "spec.configuration.wal.encryption");
  }

  @Test
  void nothingThatIsPrintedHasASecret() throws IOException {
    ObjectStoreResource resource = Resources.parse("s3-keys");
    ObjectStoreSettings settings = ObjectStoreSettings.of(resource);
    SecretResolver secrets = SecretResolver.of(Resources.secrets());

    assertThat(resource.toString() + settings + secrets + properties(settings))
        .doesNotContain("hunter2");
  }

  private static ObjectStoreSettings of(String name) {
    return ObjectStoreSettings.of(Resources.parse(name));
  }

  private StoreProperties properties(ObjectStoreSettings settings) throws IOException {
    return settings.properties(StoreUse.ALL, SecretResolver.of(Resources.secrets()), directory);
  }
}
