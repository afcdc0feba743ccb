/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.spi.StoreOption;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3OptionsTest {

  private static final List<StoreOption<?>> DIFFERING =
      List.of(S3Settings.CHECKSUMS, S3Settings.CHUNKED_ENCODING);
  private static final S3Location BUCKET = S3Location.ofBucket("bucket");

  @Test
  void everyDefaultIsAsDocumented() {
    S3Options options = S3Options.builder(BUCKET).build();
    S3Settings.ALL.stream()
        .filter(option -> !DIFFERING.contains(option))
        .forEach(option -> assertThat(options.find(option)).isEqualTo(option.defaultValue()));
    assertThat(options.get(S3Settings.PART_SIZE)).isEqualTo(16L << 20);
    assertThat(options.get(S3Settings.MEMORY_BUDGET)).isEqualTo(192L << 20);
    assertThat(options.get(S3Settings.READ_TIMEOUT)).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.isAws()).isTrue();
  }

  @Test
  void propertiesAreMapped() {
    Map<String, String> properties =
        Map.of(
            "region", "eu-west-1",
            "endpoint-url", "https://s3.example.org",
            "addressing-style", "virtual",
            "part-size", "16 MiB",
            "encryption", "aws:kms",
            "sse-kms-key-id", "k",
            "attempt-timeout", "90 s",
            "bulk-delete", "false");
    S3Options options = S3Options.from(BUCKET, StoreProperties.of(properties));
    assertThat(options.get(S3Settings.REGION)).isEqualTo("eu-west-1");
    assertThat(options.endpoint()).contains(URI.create("https://s3.example.org"));
    assertThat(options.get(S3Settings.ADDRESSING_STYLE))
        .isEqualTo(S3Options.AddressingStyle.VIRTUAL);
    assertThat(options.get(S3Settings.PART_SIZE)).isEqualTo(16L << 20);
    assertThat(options.encryption()).isEqualTo(S3Encryption.kms("k"));
    assertThat(options.get(S3Settings.ATTEMPT_TIMEOUT)).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.get(S3Settings.BULK_DELETE)).isFalse();
    assertThat(options.isAws()).isFalse();
  }

  @Test
  void anUnknownPropertyListsTheKnownOnes() {
    assertThatThrownBy(
            () -> S3Options.from(BUCKET, StoreProperties.of(Map.of("endpoint", "http://x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'endpoint'")
        .hasMessageContaining("endpoint-url");
  }

  @ParameterizedTest
  @CsvSource({
    "part-size, 1 MiB, part-size",
    "part-size, big, size",
    "memory-budget, 6 MiB, memory-budget",
    "max-parts, 1, max-parts",
    "encryption, rot13, AES256",
    "sse-kms-key-id, k, aws:kms",
    "sse-customer-key, short, SSE-C",
    "access-key-id, a, secret-access-key",
    "session-token, t, access-key-id",
    "endpoint-url, ftp://x, endpoint-url",
    "endpoint-url, https://user:pw@host, without user",
    "read-timeout, 0 s, read-timeout",
    "upload-threads, 0, upload-threads",
    "bulk-delete, yes, true or false",
    "addressing-style, both, path"
  })
  void whatIsNotValidIsRefusedByName(String name, String value, String named) {
    assertThatThrownBy(() -> S3Options.from(BUCKET, StoreProperties.of(Map.of(name, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("pw@");
  }

  @Test
  void secretsAreNotShown() {
    S3Options options =
        S3Options.builder(BUCKET)
            .credentials("AKID", Secret.of("hidden"), Secret.of("hidden too"))
            .build();
    assertThat(options.toString()).contains("AKID").doesNotContain("hidden");
    assertThat(options.toBuilder().build().toString()).isEqualTo(options.toString());
  }

  @Test
  void aLocationIsOpenedByItsScheme() throws IOException {
    URI location = URI.create("s3://bucket/a%20b/c/?region=eu-west-1&part-size=5MiB");
    try (ObjectStore store = ObjectStores.open(location)) {
      assertThat(store).isInstanceOf(S3ObjectStore.class);
      assertThat(store.location()).isEqualTo(URI.create("s3://bucket/a%20b/c"));
    }
  }

  @Test
  void keysAreRelativeToThePrefix() {
    S3Location location = new S3Location("bucket", "/a/b/");
    assertThat(location.fullKey(ObjectKey.of("/c"))).isEqualTo("a/b//c");
    assertThat(location.relative("a/b//c")).contains(ObjectKey.of("/c"));
    assertThat(location.relative("a/b/")).isEmpty();
  }
}
