/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.storage.ObjectTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObjectStoreResourceTest {

  @Test
  void everyFieldOfTheConfigurationIsRead() {
    ObjectStoreConfiguration configuration = Resources.parse("s3-keys").spec().configuration();

    assertThat(configuration)
        .isEqualTo(
            new ObjectStoreConfiguration(
                "s3://orders-archive/live",
                "https://minio.shop.example:9443",
                new SecretRef("minio-ca", "root.pem"),
                new S3Credentials(
                    new SecretRef("minio", "user"),
                    new SecretRef("minio", "password"),
                    new SecretRef("minio", "region"),
                    new SecretRef("minio", "token"),
                    false),
                new WalConfiguration(
                    Codec.ZSTD, ServerSideEncryption.AES256, 6, List.of(), List.of()),
                new DataConfiguration(
                    Codec.LZ4, ServerSideEncryption.AES256, 3, true, List.of(), List.of()),
                ObjectTags.of(Map.of("owner", "shop")),
                ObjectTags.of(Map.of("owner", "shop", "what", "history"))));
  }

  @Test
  void everyFieldOfTheSidecarIsRead() {
    InstanceSidecarConfiguration sidecar =
        Resources.parse("s3-keys").spec().instanceSidecarConfiguration();

    assertThat(sidecar)
        .isEqualTo(
            new InstanceSidecarConfiguration(
                List.of(
                    new EnvVar("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required", null),
                    new EnvVar("PASSWORD", "env-hunter2", null),
                    from(
                        "MEMORY", new EnvVarSource.ContainerResource(null, "limits.memory", "1Mi")),
                    from("POD", new EnvVarSource.PodField(null, "metadata.name")),
                    from("PROXY", new EnvVarSource.ConfigMapKey("net", "proxy", true)),
                    from("TOKEN", new EnvVarSource.SecretKey("net", "token", false)),
                    from("FLAGS", new EnvVarSource.FileKey("flags", "env", "FLAGS", false))),
                new ResourceRequirements(
                    Map.of("memory", "192Mi", "cpu", "250m"),
                    Map.of("memory", "384Mi", "cpu", "2"),
                    List.of()),
                2700,
                List.of("--pprof-server"),
                SidecarLogLevel.DEBUG));
  }

  private static EnvVar from(String name, EnvVarSource source) {
    return new EnvVar(name, null, source);
  }

  @Test
  void metadataPolicyAndStatusAreRead() {
    ObjectStoreResource resource = Resources.parse("s3-keys");

    assertThat(resource.metadata())
        .isEqualTo(new ResourceMetadata("orders-keys", "shop", Map.of("tier", "gold"), Map.of()));
    assertThat(resource.spec().retentionPolicy()).isEqualTo("21d");
    assertThat(resource.spec().findRetentionPolicy())
        .hasToString("Optional[RECOVERY WINDOW OF 21 DAYS]");
    assertThat(resource.status().serverRecoveryWindow())
        .containsEntry(
            "orders",
            new ServerRecoveryWindow(
                Instant.parse("2031-05-01T00:00:00Z"), Instant.parse("2031-05-06T07:08:09Z"), null))
        .containsEntry(
            "returns",
            new ServerRecoveryWindow(
                null,
                Instant.parse("2031-05-05T01:02:03Z"),
                Instant.parse("2031-05-06T01:02:03Z")));
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    ObjectStoreResource resource = Resources.parse("s3-role");

    assertThat(resource.spec().configuration().wal()).isEqualTo(WalConfiguration.DEFAULTS);
    assertThat(resource.spec().configuration().data()).isEqualTo(DataConfiguration.DEFAULTS);
    assertThat(resource.spec().configuration().tags()).isEqualTo(ObjectTags.EMPTY);
    assertThat(resource.spec().findRetentionPolicy()).isEmpty();
    assertThat(resource.spec().instanceSidecarConfiguration()).isNull();
    assertThat(resource.spec().retentionPolicyInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(resource.status()).isEqualTo(ObjectStoreStatus.NONE);
  }

  @Test
  void aSidecarThatSaysNothingHasItsDefaults() {
    InstanceSidecarConfiguration sidecar =
        Resources.parse("azure-default-chain").spec().instanceSidecarConfiguration();

    assertThat(sidecar.retentionPolicyIntervalSeconds()).isEqualTo(1800);
    assertThat(sidecar.logLevel()).isEqualTo(SidecarLogLevel.INFO);
    assertThat(sidecar.resources()).isEqualTo(ResourceRequirements.NONE);
    assertThat(Resources.parse("azure-default-chain").spec().retentionPolicyInterval())
        .isEqualTo(Duration.ofMinutes(30));
  }

  @ParameterizedTest
  @CsvSource({"30d, 30", "4w, 28", "2m, 62", "1d, 1"})
  void policiesAreWindowsOfDaysWeeksOrMonthsOf31Days(String text, int days) {
    ObjectStoreConfiguration configuration = Resources.parse("s3-role").spec().configuration();

    ObjectStoreSpec spec = new ObjectStoreSpec(configuration, text, null);

    assertThat(spec.findRetentionPolicy())
        .hasToString("Optional[RECOVERY WINDOW OF " + days + " DAYS]");
  }

  @Test
  void jsonIsReadAsWell() {
    String json =
        """
        {"apiVersion": "barmancloud.cnpg.io/v1", "kind": "ObjectStore",
         "metadata": {"name": "orders", "uid": "0-1", "managedFields": [{"manager": "kubectl"}]},
         "spec": {"configuration": {"destinationPath": "gs://archive/live", "wal": null,
           "googleCredentials": {"gkeEnvironment": true}}}}
        """;

    assertThat(ObjectStoreResource.parse(json).spec().configuration().credentials())
        .isEqualTo(new GoogleCredentials(null, true));
  }

  @Test
  void allOfSeveralDocumentsAreReadAndOtherKindsLeftOut() {
    String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: minio}\nstringData: {a: b}\n";
    String text =
        String.join("---\n", Resources.text("s3-keys"), secret, "", Resources.text("google-gke"));

    assertThat(ObjectStoreResource.parseAll(text))
        .containsExactly(Resources.parse("s3-keys"), Resources.parse("google-gke"));
  }

  @Test
  void aListAsKubectlPrintsItIsRead() {
    String item = Resources.text("google-gke").indent(4).replaceFirst("    ", "  - ");

    assertThat(ObjectStoreResource.parseAll("apiVersion: v1\nkind: List\nitems:\n" + item))
        .containsExactly(Resources.parse("google-gke"));
  }

  @Test
  void problemsOfSeveralDocumentsSayWhichDocument() {
    String text =
        Resources.text("google-gke")
            + "---\n"
            + Resources.text("s3-role").replace("s3://", "gs://")
            + "---\n"
            + Resources.text("s3-keys").replace("21d", "21x");

    InvalidObjectStoreException e =
        catchThrowableOfType(
            InvalidObjectStoreException.class, () -> ObjectStoreResource.parseAll(text));

    assertThat(e.problems())
        .extracting(FieldProblem::field)
        .containsExactly(
            "documents[1].spec.configuration.destinationPath", "documents[2].spec.retentionPolicy");
  }

  @Test
  void aFileIsRead(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("store.yaml"), Resources.text("azure-sas"));

    assertThat(ObjectStoreResource.read(file)).isEqualTo(Resources.parse("azure-sas"));
  }

  @Test
  void oneDocumentIsAskedForAndTwoAreRefused() {
    String two = Resources.text("s3-role") + "---\n" + Resources.text("google-gke");

    assertThatThrownBy(() -> ObjectStoreResource.parse(two)).hasMessageContaining("got 2");
    assertThatThrownBy(() -> ObjectStoreResource.parse("")).hasMessageContaining("got 0");
  }

  @Test
  void recordsMadeInJavaAreCheckedToo() {
    assertThatThrownBy(() -> new GoogleCredentials(null, false))
        .isInstanceOf(InvalidObjectStoreException.class);
    assertThatThrownBy(
            () -> new DataConfiguration(Codec.XZ, null, null, false, List.of(), List.of()))
        .hasMessageContaining("compression: must be one of [bzip2, gzip, lz4, snappy, zstd]");
    assertThatThrownBy(() -> new WalConfiguration(Codec.NONE, null, 0, List.of(), List.of()))
        .hasMessageContaining("maxParallel: is at least 1, got 0");
  }

  @Test
  void zstdIsTakenForBaseBackups() {
    assertThat(
            Resources.s3With("data: {compression: zstd}")
                .spec()
                .configuration()
                .data()
                .compression())
        .isEqualTo(Codec.ZSTD);
  }
}
