/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.cnpg.ObjectStoreResource;
import io.github.barman4j.cnpg.ObjectStoreSettings;
import io.github.barman4j.cnpg.SecretResolver;
import io.github.barman4j.cnpg.StoreUse;
import io.github.barman4j.storage.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an {@code ObjectStore} of CloudNativePG becomes are options of this back end. */
final class AzureObjectStoreResourceTest {

  private static final String KEY =
      "{storageAccount: {name: s, key: account}, storageKey: {name: s, key: key}}";
  private static final String SAS =
      "{storageAccount: {name: s, key: account}, storageSasToken: {name: s, key: key}}";
  private static final SecretResolver SECRETS = ref -> Secret.of(ref.key());

  @TempDir private Path directory;

  @Test
  void everyPropertyIsAnOptionHere() throws IOException {
    AzureOptions options =
        options(
            KEY,
            """
            endpointCA: {name: s, key: ca},
            wal: {archiveAdditionalCommandArgs: ["--encryption-scope=e", "--max-concurrency=3"]},
            data: {additionalCommandArgs: ["--encryption-scope=e", "--read-timeout=90",
              "--min-chunk-size=64MB"]}
            """,
            SECRETS);

    assertThat(options.find(AzureSettings.ACCOUNT_KEY)).contains(Secret.of("key"));
    assertThat(options.caBundle().orElseThrow()).hasContent("ca");
    assertThat(options.get(AzureSettings.ENCRYPTION_SCOPE)).isEqualTo("e");
    assertThat(options.get(AzureSettings.UPLOAD_THREADS)).isEqualTo(3);
    assertThat(options.get(AzureSettings.READ_TIMEOUT)).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.get(AzureSettings.PART_SIZE)).isEqualTo(64L << 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{connectionString: {name: s, key: DefaultEndpointsProtocol}} | AccountKey",
        KEY + "| AccountKey",
        SAS + "| SharedAccess",
        "{inheritFromAzureAD: true} | MANAGED_IDENTITY",
        "{useDefaultAzureCredentials: true} | DEFAULT",
      })
  void everyWayToAuthenticateIsOneHere(String credentials, String access) throws IOException {
    SecretResolver secrets =
        ref ->
            ref.key().equals("DefaultEndpointsProtocol")
                ? Secret.of("AccountName=account;AccountKey=a2V5")
                : Secret.of(ref.key());

    AzureAccess found = options(credentials, "tags: {}", secrets).access();

    assertThat(found.getClass().getSimpleName() + found).contains(access);
  }

  @Test
  void mountedSecretsAreReadFromTheirFiles() throws IOException {
    Path secret = Files.createDirectories(directory.resolve("s"));
    Files.writeString(secret.resolve("account"), "account");
    Files.writeString(secret.resolve("key"), "key");

    AzureOptions options = options(KEY, "tags: {}", SecretResolver.mounted(directory));

    assertThat(options.get(AzureSettings.ACCOUNT_KEY_FILE))
        .isEqualTo(secret.resolve("key").toString());
  }

  private AzureOptions options(String credentials, String configuration, SecretResolver secrets)
      throws IOException {
    ObjectStoreSettings settings =
        ObjectStoreSettings.of(
            ObjectStoreResource.parse(
                """
                {apiVersion: barmancloud.cnpg.io/v1, kind: ObjectStore, metadata: {name: a}, spec:
                 {configuration: {
                   destinationPath: "https://account.blob.core.windows.net/container/path",
                   azureCredentials: %s, %s}}}
                """
                    .formatted(credentials, configuration)));
    return AzureOptions.from(
        AzureLocation.parse(settings.location()),
        settings.properties(StoreUse.ALL, secrets, directory));
  }
}
