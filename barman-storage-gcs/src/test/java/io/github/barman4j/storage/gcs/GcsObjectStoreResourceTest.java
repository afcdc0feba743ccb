/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.cnpg.ObjectStoreResource;
import io.github.barman4j.cnpg.ObjectStoreSettings;
import io.github.barman4j.cnpg.SecretResolver;
import io.github.barman4j.cnpg.StoreUse;
import io.github.barman4j.storage.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an {@code ObjectStore} of CloudNativePG becomes are options of this back end. */
final class GcsObjectStoreResourceTest {

  private static final SecretResolver SECRETS = ref -> Secret.of("value-of-" + ref.key());

  @TempDir private Path directory;

  @Test
  void everyPropertyIsAnOptionHere() throws IOException {
    GcsOptions options =
        options(
            """
            googleCredentials: {applicationCredentials: {name: s, key: json}},
            wal: {archiveAdditionalCommandArgs: ["--kms-key-name=k"]},
            data: {additionalCommandArgs: ["--kms-key-name=k", "--read-timeout=90",
              "--min-chunk-size=20MiB"]}
            """);

    assertThat(Path.of(options.get(GcsSettings.KEY_FILE))).hasContent("value-of-json");
    assertThat(options.get(GcsSettings.KMS_KEY_NAME)).isEqualTo("k");
    assertThat(options.get(GcsSettings.READ_TIMEOUT)).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.get(GcsSettings.PART_SIZE)).isGreaterThanOrEqualTo(20_000_000L);
  }

  @Test
  void theIdentityOfAPodIsLeftToTheDefault() throws IOException {
    assertThat(options("googleCredentials: {gkeEnvironment: true}").find(GcsSettings.KEY_FILE))
        .isEmpty();
  }

  private GcsOptions options(String configuration) throws IOException {
    ObjectStoreSettings settings =
        ObjectStoreSettings.of(
            ObjectStoreResource.parse(
                """
                {apiVersion: barmancloud.cnpg.io/v1, kind: ObjectStore, metadata: {name: a},
                 spec: {configuration: {destinationPath: "gs://bucket/path", %s}}}
                """
                    .formatted(configuration)));
    return GcsOptions.from(
        GcsLocation.parse(settings.location()),
        settings.properties(StoreUse.ALL, SECRETS, directory));
  }
}
