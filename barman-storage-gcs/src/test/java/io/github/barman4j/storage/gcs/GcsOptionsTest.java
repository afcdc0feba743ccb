/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.StoreProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GcsOptionsTest {

  private static final GcsLocation BUCKET = GcsLocation.ofBucket("bucket");

  @Test
  void everyDefaultIsAsDocumented() {
    GcsOptions options = GcsOptions.builder(BUCKET).build();
    GcsSettings.ALL.forEach(
        option -> assertThat(options.find(option)).isEqualTo(option.defaultValue()));
    assertThat(options.get(GcsSettings.PART_SIZE)).isEqualTo(16L << 20);
    assertThat(options.get(GcsSettings.MEMORY_BUDGET)).isEqualTo(192L << 20);
    assertThat(options.get(GcsSettings.PARALLEL_COMPOSITE)).isFalse();
    assertThat(options.get(GcsSettings.READ_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.endpoint()).isEmpty();
  }

  @Test
  void propertiesAreMapped() {
    Map<String, String> properties =
        Map.of(
            "project", "p",
            "endpoint-url", "https://storage.example.org",
            "credentials", "metadata-server",
            "kms-key-name", "projects/p/locations/l/keyRings/r/cryptoKeys/k",
            "storage-class", "NEARLINE",
            "parallel-composite", "true",
            "part-size", "8 MiB",
            "read-timeout", "90 s",
            "bulk-delete", "false");
    GcsOptions options = GcsOptions.from(BUCKET, StoreProperties.of(properties));
    assertThat(options.find(GcsSettings.PROJECT)).contains("p");
    assertThat(options.endpoint()).contains(URI.create("https://storage.example.org"));
    assertThat(options.get(GcsSettings.CREDENTIALS)).isEqualTo(GcsIdentity.METADATA_SERVER);
    assertThat(options.get(GcsSettings.KMS_KEY_NAME)).endsWith("/cryptoKeys/k");
    assertThat(options.get(GcsSettings.STORAGE_CLASS)).isEqualTo("NEARLINE");
    assertThat(options.get(GcsSettings.PARALLEL_COMPOSITE)).isTrue();
    assertThat(options.get(GcsSettings.PART_SIZE)).isEqualTo(8L << 20);
    assertThat(options.get(GcsSettings.READ_TIMEOUT)).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.get(GcsSettings.BULK_DELETE)).isFalse();
  }

  @Test
  void anUnknownPropertyListsTheKnownOnes() {
    assertThatThrownBy(
            () -> GcsOptions.from(BUCKET, StoreProperties.of(Map.of("endpoint", "http://x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'endpoint'")
        .hasMessageContaining("endpoint-url");
  }

  @ParameterizedTest
  @CsvSource({
    "part-size, 1 MiB 1, size",
    "part-size, 300000, 256 KiB",
    "part-size, 2 GiB, part-size",
    "memory-budget, 6 MiB, memory-budget",
    "max-parts, 1, max-parts",
    "credentials, mine, metadata-server",
    "endpoint-url, ftp://x, endpoint-url",
    "endpoint-url, https://user:pw@host, without user",
    "read-timeout, 0 s, read-timeout",
    "upload-threads, 0, upload-threads",
    "max-attempts, 0, max-attempts",
    "parallel-composite, yes, true or false"
  })
  void whatIsNotValidIsRefusedByName(String name, String value, String named) {
    assertThatThrownBy(() -> GcsOptions.from(BUCKET, StoreProperties.of(Map.of(name, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("pw@");
  }

  @Test
  void thereIsOneSourceOfCredentials() {
    GcsOptions.Builder builder = GcsOptions.builder(BUCKET).keyFile(Path.of("key.json"));
    assertThatThrownBy(() -> builder.identity(GcsIdentity.NONE).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'key-file'");
    assertThatThrownBy(
            () ->
                GcsOptions.builder(BUCKET)
                    .keyFile(Path.of("key.json"))
                    .credentials(NoCredentials.getInstance())
                    .build())
        .hasMessageContaining("'key-file'");
  }

  @Test
  void credentialsAreNotShown() {
    OAuth2Credentials own = OAuth2Credentials.create(new AccessToken("hidden", new Date()));
    GcsOptions options = GcsOptions.builder(BUCKET).credentials(own).project("p").build();
    assertThat(options.toString()).contains("project=p").doesNotContain("hidden");
    assertThat(options.toBuilder().build().toString()).isEqualTo(options.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9", "http://127.0.0.1:9"})
  void theEmulatorOfTheEnvironmentIsUsedWithoutCredentials(String host) {
    StorageOptions client =
        GcsClients.create(GcsOptions.builder(BUCKET).build(), Map.of("STORAGE_EMULATOR_HOST", host))
            .getOptions();
    assertThat(client.getHost()).isEqualTo("http://127.0.0.1:9");
    assertThat(client.getCredentials()).isInstanceOf(NoCredentials.class);
  }

  @Test
  void theEndpointOfTheOptionsGoesBeforeThatOfTheEnvironment() {
    GcsOptions options = GcsOptions.forEmulator(BUCKET, URI.create("http://127.0.0.1:8")).build();
    StorageOptions client =
        GcsClients.create(options, Map.of("STORAGE_EMULATOR_HOST", "127.0.0.1:9")).getOptions();
    assertThat(client.getHost()).isEqualTo("http://127.0.0.1:8");
  }

  @Test
  void withoutAnEmulatorThereAreCredentials() {
    StorageOptions client =
        GcsClients.create(GcsOptions.builder(BUCKET).build(), Map.of()).getOptions();
    assertThat(client.getHost()).startsWith("https://storage.googleapis.com");
    assertThat(client.getCredentials()).isInstanceOf(GcsCredentials.class);
  }

  @ParameterizedTest
  @CsvSource({
    "gs://bucket/a%20b/c/?part-size=1MiB, gs://bucket/a%20b/c",
    "gs://bucket, gs://bucket",
    "https://console.cloud.google.com/storage/browser/bucket/a/b?part-size=1MiB, gs://bucket/a/b",
    "https://console.cloud.google.com/storage/browser/bucket, gs://bucket"
  })
  void aLocationIsOpenedByItsForm(URI location, URI canonical) throws IOException {
    try (ObjectStore store = ObjectStores.open(location)) {
      assertThat(store).isInstanceOf(GcsObjectStore.class);
      assertThat(store.location()).isEqualTo(canonical);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gs:bucket", "gs://Bucket/x", "gs://b", "https://console.cloud.google.com/x/b"})
  void anotherFormIsRefused(String location) {
    assertThatThrownBy(() -> GcsLocation.parse(URI.create(location)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysAreRelativeToThePrefix() {
    GcsLocation location = new GcsLocation("bucket", "/a/b/");
    assertThat(location.fullKey(ObjectKey.of("/c"))).isEqualTo("a/b//c");
    assertThat(location.relative("a/b//c")).contains(ObjectKey.of("/c"));
    assertThat(location.relative("a/b/")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"17, 17", "0, 1", "an-etag, 1", "'', 1", "99999999999999999999, 1"})
  void anEtagThatIsNoGenerationIsThatOfNoObject(String etag, long generation) {
    assertThat(GcsRequests.generation(etag)).isEqualTo(generation);
  }
}
