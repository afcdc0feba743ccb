/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

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
final class S3ObjectStoreResourceTest {

  private static final SecretResolver SECRETS = ref -> Secret.of("value-of-" + ref.key());

  @TempDir private Path directory;

  @Test
  void everyPropertyIsAnOptionHere() throws IOException {
    S3Options options =
        options(
            """
            endpointURL: "https://minio.example:9000",
            endpointCA: {name: s, key: ca},
            s3Credentials: {
              accessKeyId: {name: s, key: id}, secretAccessKey: {name: s, key: secret},
              region: {name: s, key: region}, sessionToken: {name: s, key: token}},
            wal: {encryption: "aws:kms", archiveAdditionalCommandArgs: ["--sse-kms-key-id=k"]},
            data: {encryption: "aws:kms", additionalCommandArgs: ["--sse-kms-key-id=k",
              "--read-timeout=90", "--addressing-style=path", "--min-chunk-size=64MB"]}
            """);

    assertThat(options.endpoint()).hasToString("Optional[https://minio.example:9000]");
    assertThat(options.find(S3Settings.ACCESS_KEY_ID)).contains("value-of-id");
    assertThat(options.find(S3Settings.SECRET_ACCESS_KEY)).contains(Secret.of("value-of-secret"));
    assertThat(options.find(S3Settings.SESSION_TOKEN)).contains(Secret.of("value-of-token"));
    assertThat(options.find(S3Settings.REGION)).contains("value-of-region");
    assertThat(Path.of(options.get(S3Settings.CA_BUNDLE))).hasContent("value-of-ca");
    assertThat(options.encryption()).isEqualTo(S3Encryption.kms("k"));
    assertThat(options.get(S3Settings.READ_TIMEOUT)).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.get(S3Settings.ADDRESSING_STYLE)).isEqualTo(S3Options.AddressingStyle.PATH);
    assertThat(options.get(S3Settings.PART_SIZE)).isEqualTo(64L << 20);
  }

  @Test
  void aRoleLeavesTheCredentialsToTheChain() throws IOException {
    S3Options options =
        options(
            """
            s3Credentials: {inheritFromIAMRole: true},
            data: {additionalCommandArgs: ["--profile=backup"]}
            """);

    assertThat(options.find(S3Settings.ACCESS_KEY_ID)).isEmpty();
    assertThat(options.find(S3Settings.PROFILE)).contains("backup");
  }

  private S3Options options(String configuration) throws IOException {
    ObjectStoreSettings settings =
        ObjectStoreSettings.of(
            ObjectStoreResource.parse(
                """
                {apiVersion: barmancloud.cnpg.io/v1, kind: ObjectStore, metadata: {name: a},
                 spec: {configuration: {destinationPath: "s3://bucket/path", %s}}}
                """
                    .formatted(configuration)));
    return S3Options.from(
        S3Location.parse(settings.location()),
        settings.properties(StoreUse.ALL, SECRETS, directory));
  }
}
