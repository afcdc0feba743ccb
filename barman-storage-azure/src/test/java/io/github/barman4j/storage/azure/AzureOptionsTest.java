/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.StoreProperties;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

final class AzureOptionsTest {

  private static final AzureLocation CONTAINER = AzureLocation.ofContainer("acc", "cont");
  private static final String CONNECTION = "AccountName=acc;AccountKey=a2V5";

  @Test
  void everyDefaultIsAsDocumented() {
    AzureOptions options = AzureOptions.builder(CONTAINER).build();
    AzureSettings.ALL.forEach(
        option -> assertThat(options.find(option)).isEqualTo(option.defaultValue()));
    assertThat(options.get(AzureSettings.PART_SIZE)).isEqualTo(16L << 20);
    assertThat(options.get(AzureSettings.MAX_PARTS)).isEqualTo(50_000);
    assertThat(options.get(AzureSettings.MEMORY_BUDGET)).isEqualTo(192L << 20);
    assertThat(options.get(AzureSettings.READ_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void propertiesAreMapped() {
    Map<String, String> properties =
        Map.of(
            "endpoint-url", "https://backups.example.org",
            "credential", "managed-identity",
            "client-id", "c",
            "encryption-scope", "scope",
            "access-tier", "cool",
            "proxy-url", "http://proxy:3128",
            "part-size", "16 MiB",
            "attempt-timeout", "90 s",
            "bulk-delete", "false");
    AzureOptions options = AzureOptions.from(CONTAINER, StoreProperties.of(properties));
    assertThat(options.endpoint()).contains(URI.create("https://backups.example.org"));
    assertThat(options.access())
        .isEqualTo(new AzureAccess.Identity(AzureCredential.MANAGED_IDENTITY));
    assertThat(options.get(AzureSettings.CLIENT_ID)).isEqualTo("c");
    assertThat(options.get(AzureSettings.ENCRYPTION_SCOPE)).isEqualTo("scope");
    assertThat(options.get(AzureSettings.ACCESS_TIER)).isEqualTo("cool");
    assertThat(options.proxies(Map.of()).to(URI.create("https://a")).orElseThrow().address())
        .isEqualTo(URI.create("http://proxy:3128"));
    assertThat(options.get(AzureSettings.PART_SIZE)).isEqualTo(16L << 20);
    assertThat(options.get(AzureSettings.ATTEMPT_TIMEOUT)).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.get(AzureSettings.BULK_DELETE)).isFalse();
  }

  @Test
  void anUnknownPropertyListsTheKnownOnes() {
    assertThatThrownBy(
            () -> AzureOptions.from(CONTAINER, StoreProperties.of(Map.of("region", "x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'region'")
        .hasMessageContaining("endpoint-url");
  }

  @ParameterizedTest
  @CsvSource({
    "part-size, 1 KiB, part-size",
    "part-size, big, size",
    "memory-budget, 6 MiB, memory-budget",
    "max-parts, 1, max-parts",
    "max-parts, 50001, max-parts",
    "access-tier, archive, archived objects cannot be read",
    "credential, password, managed-identity",
    "connection-string, UseDevelopmentStorage=true, BlobEndpoint",
    "connection-string, AccountName=acc, AccountKey",
    "endpoint-url, ftp://x, endpoint-url",
    "endpoint-url, https://user:pw@host, without user",
    "proxy-url, proxy:3128, proxy-url",
    "proxy-user, u, proxy-url",
    "read-timeout, 0 s, read-timeout",
    "retry-delay, 0 s, retry-delay",
    "upload-threads, 0, upload-threads",
    "bulk-delete, yes, true or false"
  })
  void whatIsNotValidIsRefusedByName(String name, String value, String named) {
    assertThatThrownBy(() -> AzureOptions.from(CONTAINER, StoreProperties.of(Map.of(name, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("pw@");
  }

  @Test
  void twoCredentialsAreRefusedByName() {
    assertThatThrownBy(
            () ->
                AzureOptions.builder(CONTAINER)
                    .sasToken(Secret.of("sv=1"))
                    .credential(AzureCredential.DEFAULT)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'sas-token'")
        .hasMessageContaining("'credential'");
  }

  @Test
  void secretsAreNotShown() {
    AzureOptions options =
        AzureOptions.builder(CONTAINER)
            .accountKey(Secret.of("aGlkZGVu"))
            .property("proxy-url", "http://p:1")
            .property("proxy-user", "u")
            .property("proxy-password", "hidden")
            .build();
    assertThat(options.toString()).contains("account-key").doesNotContain("aGlk", "hidden");
    assertThat(options.toBuilder().build().toString()).isEqualTo(options.toString());
  }

  /** Barman's precedence: connection string, SAS token, account key. */
  @Test
  void theEnvironmentIsAskedInBarmansOrder() {
    assertThat(key(access(Map.of("AZURE_STORAGE_KEY", "a2V5")))).isEqualTo(Secret.of("a2V5"));
    assertThat(access(Map.of("AZURE_STORAGE_KEY", "a2V5", "AZURE_STORAGE_SAS_TOKEN", "sv=1")))
        .isInstanceOf(AzureAccess.SharedAccess.class);
    assertThat(
            access(
                Map.of(
                    "AZURE_STORAGE_SAS_TOKEN",
                    "sv=1",
                    "AZURE_STORAGE_CONNECTION_STRING",
                    CONNECTION + ";EndpointSuffix=core.example.org")))
        .extracting(AzureAccess::endpoint)
        .hasToString("Optional[https://acc.blob.core.example.org]");
    assertThat(access(Map.of())).isEqualTo(new AzureAccess.Identity(AzureCredential.DEFAULT));
  }

  @Test
  void aLineEndIsNoPartOfWhatTheEnvironmentHolds() {
    Map<String, String> environment =
        Map.of("AZURE_STORAGE_KEY", "a2V5\n", "AZURE_STORAGE_ACCOUNT", "acc\n");
    assertThat(key(access(environment))).isEqualTo(Secret.of("a2V5"));
  }

  @Test
  void anOptionCountsMoreThanTheEnvironment() {
    Map<String, String> environment = Map.of("AZURE_STORAGE_CONNECTION_STRING", CONNECTION);
    AzureOptions.Builder builder = AzureOptions.builder(CONTAINER).environment(environment);
    assertThat(key(builder.accountKey(Secret.of("b3B0")).build().access()))
        .isEqualTo(Secret.of("b3B0"));
    TokenCredential token = request -> Mono.empty();
    assertThat(
            AzureOptions.builder(CONTAINER)
                .environment(environment)
                .credential(token)
                .build()
                .access())
        .isEqualTo(new AzureAccess.Token(token));
  }

  @Test
  void aSecretOfAnotherAccountIsRefused() {
    assertThatThrownBy(
            () -> access(Map.of("AZURE_STORAGE_KEY", "a2V5", "AZURE_STORAGE_ACCOUNT", "other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'other'")
        .hasMessageContaining("'acc'");
  }

  @Test
  void aTokenIsNotSentWithoutTls() {
    AzureLocation emulator = AzureLocation.parse(URI.create("http://127.0.0.1:10000/acc/cont"));
    AzureOptions options =
        AzureOptions.builder(emulator).credential(AzureCredential.DEFAULT).build();
    assertThatThrownBy(() -> AzureObjectStore.create(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https");
  }

  @Test
  void aLocationIsOpenedByItsForm() throws IOException {
    URI location =
        URI.create(
            "https://acc.blob.core.windows.net/cont/a%20b/c/?account-key=a2V5&part-size=5MiB");
    try (ObjectStore store = ObjectStores.open(location)) {
      assertThat(store).isInstanceOf(AzureObjectStore.class);
      assertThat(store.location())
          .isEqualTo(URI.create("https://acc.blob.core.windows.net/cont/a%20b/c"));
    }
  }

  private static AzureAccess access(Map<String, String> environment) {
    return AzureOptions.builder(CONTAINER).environment(environment).build().access();
  }

  private static Secret key(AzureAccess access) {
    return ((AzureAccess.AccountKey) access).key().get();
  }
}
