/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each row changes one thing of a valid resource; message and path are what a user gets. */
class InvalidObjectStoreTest {

  private static final String REF = "{name: s, key: k}";
  private static final String KEYS = "spec.configuration.s3Credentials";
  private static final String AZURE = "spec.configuration.azureCredentials";
  private static final String GOOGLE = "spec.configuration.googleCredentials";
  private static final String PATH = "spec.configuration.destinationPath";

  private static Stream<Arguments> inTheConfiguration() {
    return Stream.of(
        s3("", "spec.configuration", "no credentials defined: exactly one of s3Credentials"),
        s3("s3Credentials: {}", KEYS + ".accessKeyId", "give both accessKeyId and secretAccessKey"),
        s3("s3Credentials: {}", KEYS + ".secretAccessKey", "is required"),
        s3(
            "s3Credentials: {accessKeyId: " + REF + "}",
            KEYS + ".secretAccessKey",
            "is required: give both accessKeyId and secretAccessKey, or inheritFromIAMRole"),
        s3(
            "s3Credentials: {secretAccessKey: " + REF + "}",
            KEYS + ".accessKeyId",
            "is required: give both"),
        s3(
            "s3Credentials: {accessKeyId: " + REF + ", inheritFromIAMRole: true}",
            KEYS + ".inheritFromIAMRole",
            "excludes accessKeyId and secretAccessKey"),
        s3(
            "s3Credentials: {accessKeyId: AKIA-hunter2}",
            KEYS + ".accessKeyId",
            "must be an object"),
        s3("s3Credentials: {region: eu-west-1}", KEYS + ".region", "must be an object, got text"),
        s3("s3Credentials: {accessKeyId: {name: s}}", KEYS + ".accessKeyId.key", "is required"),
        s3(
            "s3Credentials: {accessKeyId: {name: s, key: ../hunter2}}",
            KEYS + ".accessKeyId.key",
            "is not a key of a Secret"),
        s3(
            "s3Credentials: {accessKeyId: {name: ../hunter2, key: k}}",
            KEYS + ".accessKeyId.name",
            "is not a name in Kubernetes"),
        s3(
            "s3Credentials: {accessKeyId: {name: s, key: ..}}",
            KEYS + ".accessKeyId.key",
            "is not a key of a Secret"),
        s3(
            "s3Credentials: {inheritFromIAMRole: yes}",
            KEYS + ".inheritFromIAMRole",
            "true or false"),
        s3("s3Credentials: []", KEYS, "must be an object, got a list"),
        role(
            "azureCredentials: {inheritFromAzureAD: true}",
            "spec.configuration",
            "s3Credentials and azureCredentials exclude each other"),
        role(
            "googleCredentials: {gkeEnvironment: true}",
            "spec.configuration",
            "s3Credentials and googleCredentials exclude each other"),
        azure("{}", AZURE, "has no credentials: give exactly one of connectionString, storageKey"),
        azure("{storageAccount: " + REF + "}", AZURE, "has no credentials"),
        azure(
            "{connectionString: " + REF + ", storageKey: " + REF + "}",
            AZURE + ".storageKey",
            "excludes connectionString"),
        azure(
            "{connectionString: " + REF + ", storageAccount: " + REF + "}",
            AZURE + ".storageAccount",
            "excludes connectionString"),
        azure(
            "{connectionString: " + REF + ", inheritFromAzureAD: true}",
            AZURE + ".inheritFromAzureAD",
            "excludes connectionString"),
        azure(
            "{storageAccount: " + REF + ", storageKey: " + REF + ", storageSasToken: " + REF + "}",
            AZURE + ".storageSasToken",
            "excludes storageKey"),
        azure(
            "{storageKey: " + REF + "}", AZURE + ".storageAccount", "is required with storageKey"),
        azure(
            "{storageSasToken: " + REF + "}",
            AZURE + ".storageAccount",
            "is required with storageSasToken"),
        azure(
            "{inheritFromAzureAD: true, useDefaultAzureCredentials: true}",
            AZURE + ".useDefaultAzureCredentials",
            "excludes inheritFromAzureAD"),
        google("{}", GOOGLE, "give exactly one of applicationCredentials and gkeEnvironment"),
        google("{gkeEnvironment: false}", GOOGLE, "has no credentials"),
        google(
            "{gkeEnvironment: true, applicationCredentials: " + REF + "}",
            GOOGLE + ".gkeEnvironment",
            "excludes applicationCredentials"));
  }

  private static Stream<Arguments> ofTheRest() {
    return Stream.of(
        role("serverName: orders", "spec.configuration.serverName", "plugin parameter serverName"),
        role("retentionPolicy: 7d", "spec.configuration.retentionPolicy", "spec.retentionPolicy"),
        role(
            "wal: {compression: brotli}",
            "spec.configuration.wal.compression",
            "must be one of bzip2, gzip, lz4, snappy, xz, zstd, got 'brotli'"),
        role(
            "wal: {compression: ''}",
            "spec.configuration.wal.compression",
            "leaving the field out"),
        role("wal: {compression: GZIP}", "spec.configuration.wal.compression", "got 'GZIP'"),
        role("wal: {compression: none}", "spec.configuration.wal.compression", "got 'none'"),
        role(
            "wal: {encryption: AES128}",
            "spec.configuration.wal.encryption",
            "must be one of AES256, aws:kms"),
        role("wal: {maxParallel: 0}", "spec.configuration.wal.maxParallel", "is at least 1, got 0"),
        role(
            "wal: {maxParallel: '8'}",
            "spec.configuration.wal.maxParallel",
            "must be a whole number, got text"),
        role("wal: {maxParallel: 1.5}", "spec.configuration.wal.maxParallel", "32 bits, got 1.5"),
        role("wal: {maxParallel: 3000000000}", "spec.configuration.wal.maxParallel", "32 bits"),
        role(
            "wal: {archiveAdditionalCommandArgs: --gzip}",
            "spec.configuration.wal.archiveAdditionalCommandArgs",
            "must be a list, got text"),
        role(
            "wal: {restoreAdditionalCommandArgs: [60]}",
            "spec.configuration.wal.restoreAdditionalCommandArgs[0]",
            "must be text, got a number; quote it"),
        role(
            "data: {compression: xz}",
            "spec.configuration.data.compression",
            "bzip2, gzip, lz4, snappy, zstd, got 'xz'"),
        role("data: {jobs: 0}", "spec.configuration.data.jobs", "is at least 1, got 0"),
        role("data: {jobs: -2}", "spec.configuration.data.jobs", "is at least 1, got -2"),
        role(
            "data: {immediateCheckpoint: 'true'}",
            "spec.configuration.data.immediateCheckpoint",
            "must be true or false, got text"),
        role(
            "tags: {year: 2031}",
            "spec.configuration.tags.year",
            "must be text, got a number; quote it"),
        role("tags: {1: one}", "spec.configuration.tags.1", "the name must be text"),
        role("tags: {'aws:x': y}", "spec.configuration.tags", "does not begin with 'aws:'"),
        role("historyTags: [a]", "spec.configuration.historyTags", "must be an object, got a list"),
        role(
            "endpointURL: minio:9000",
            "spec.configuration.endpointURL",
            "has the form https://host:port"),
        role(
            "endpointURL: 'https://u:hunter2@minio'",
            "spec.configuration.endpointURL",
            "without user and password"),
        role("endpointCA: ca.crt", "spec.configuration.endpointCA", "must be an object, got text"),
        role(
            "endpointCA: {name: ca, key: k, optional: true}",
            "spec.configuration.endpointCA.optional",
            "unknown field, known are key, name"),
        path("", PATH, "is required and not empty"),
        path("orders-archive", PATH, "is not one of s3://BUCKET/PATH"),
        path("ftp://orders-archive", PATH, "is not one of"),
        path("s3:///live", PATH, "is not one of"),
        path("s3://orders archive", PATH, "is not one of"),
        path("s3://orders?secret=hunter2", PATH, "has no query"),
        path(
            "gs://orders-archive",
            PATH,
            "begins with gs: and needs googleCredentials, but there is s3Credentials"),
        path(
            "https://orders.blob.core.windows.net/archive",
            PATH,
            "needs azureCredentials, but there is s3Credentials"),
        path(
            "https://u:hunter2@orders.blob.core.windows.net/archive",
            PATH,
            "has no user and password"),
        spec("retentionPolicy: 30", "spec.retentionPolicy", "must be text; quote it, got a number"),
        spec("retentionPolicy: '0d'", "spec.retentionPolicy", "such as 30d; got '0d'"),
        spec("retentionPolicy: '30D'", "spec.retentionPolicy", "with d, w or m"),
        spec("retentionPolicy: REDUNDANCY 3", "spec.retentionPolicy", "got 'REDUNDANCY 3'"),
        spec("retentionPolicy: '12345678901d'", "spec.retentionPolicy", "from 1 to 999999999"),
        sidecar("logLevel: warn", "logLevel", "must be one of error, warning, info, debug, trace"),
        sidecar(
            "additionalContainerArgs: ['-v', '--log-level=debug']",
            "additionalContainerArgs[1]",
            "set instanceSidecarConfiguration.logLevel"),
        sidecar(
            "additionalContainerArgs: ['--log-level', debug]",
            "additionalContainerArgs[0]",
            "must not be --log-level"),
        sidecar(
            "retentionPolicyIntervalSeconds: -1",
            "retentionPolicyIntervalSeconds",
            "is at least 0"),
        sidecar(
            "retentionPolicyIntervalSeconds: 30m",
            "retentionPolicyIntervalSeconds",
            "must be a whole number"),
        sidecar(
            "resources: {limits: {memory: 512 MB hunter}}",
            "resources.limits.memory",
            "is not a quantity"),
        sidecar(
            "resources: {request: {memory: 1Gi}}",
            "resources.request",
            "unknown field, known are claims, limits, requests"),
        sidecar("env: {A: b}", "env", "must be a list"),
        sidecar("env: [{value: hunter2}]", "env[0].name", "is required"),
        sidecar(
            "env: [{name: A, value: 1}]", "env[0].value", "must be text; quote it, got a number"),
        sidecar("env: [{name: A}, {name: A=B}]", "env[1].name", "without '='"),
        sidecar("env: [{name: A, valueFrom: {}}]", "env[0].valueFrom", "must have exactly one of"),
        sidecar(
            "env: [{name: A, value: hunter2, valueFrom: {fieldRef: {fieldPath: p}}}]",
            "env[0].valueFrom",
            "excludes value"));
  }

  private static Stream<Arguments> aroundTheSpec() {
    String valid = Resources.text("s3-role");
    return Stream.of(
        arguments(
            valid.replace("kind: ObjectStore", "kind: Secret"),
            "kind",
            "must be one of ObjectStore, got 'Secret'"),
        arguments(valid.replace("kind: ObjectStore\n", ""), "kind", "is required"),
        arguments(
            valid.replace("io/v1", "io/v2"),
            "apiVersion",
            "must be one of barmancloud.cnpg.io/v1, got 'barmancloud.cnpg.io/v2'"),
        arguments(
            valid.replace("name: orders-s3-role", "name: Orders"),
            "metadata.name",
            "is not a name in Kubernetes"),
        arguments(
            valid.replace("namespace: shop", "namespace: a.b"),
            "metadata.namespace",
            "is not a name in Kubernetes"),
        arguments(valid.replace("name: orders-s3-role, ", ""), "metadata.name", "is required"),
        arguments(valid.replaceFirst("metadata:.*\n", ""), "metadata", "is required"),
        arguments(valid.replaceFirst("(?s)spec:.*", ""), "spec", "is required"),
        arguments(
            valid.replaceFirst("(?s)spec:.*", "spec: {}"), "spec.configuration", "is required"),
        arguments(valid + "status: {conditions: []}\n", "status.conditions", "unknown field"),
        arguments(
            valid + "status: {serverRecoveryWindow: {a: {lastFailedBackupTime: monday}}}\n",
            "status.serverRecoveryWindow.a.lastFailedBackupTime",
            "must be a time like 2031-05-06T07:08:09Z, got 'monday'"),
        arguments("[]", "", "must be an object, got a list"),
        arguments(valid + "spec: {}\n", "", "is neither YAML 1.2 nor JSON: found duplicate key"),
        arguments("kind: [hunter2", "", "is neither YAML 1.2 nor JSON"),
        arguments("a: &a [*a]", "a", "unknown field"));
  }

  @ParameterizedTest
  @MethodSource({"inTheConfiguration", "ofTheRest", "aroundTheSpec"})
  void isRefusedWithThePathAndTheReason(String text, String field, String reason) {
    InvalidObjectStoreException e = refused(text);

    assertThat(e.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.reason()).contains(reason);
            });
    assertThat(e).hasMessageContaining(field).hasMessageContaining(reason);
    assertThat(e.getMessage()).doesNotContain("hunter2");
  }

  @Test
  void allThatIsWrongIsSaidAndNothingThatFollowsFromIt() {
    String text =
        Resources.text("s3-keys")
            .replace("21d", "21x")
            .replace("maxParallel: 6", "maxParallel: 0")
            .replace("jobs: 3", "jobs: 0")
            .replace(
                "accessKeyId: {name: minio, key: user}", "accessKeyId: {nmae: minio, key: user}")
            .replace("logLevel: debug", "logLevel: loud")
            .replace("s3://orders-archive", "http://orders-archive:1");

    assertThat(refused(text).problems())
        .extracting(FieldProblem::field)
        .containsExactlyInAnyOrder(
            "spec.retentionPolicy",
            "spec.configuration.wal.maxParallel",
            "spec.configuration.data.jobs",
            "spec.configuration.s3Credentials.accessKeyId.name",
            "spec.configuration.s3Credentials.accessKeyId.nmae",
            "spec.instanceSidecarConfiguration.logLevel");
  }

  @Property(tries = 300)
  void anUnknownFieldNeverPassesWhereverItIs(
      @ForAll @From("objects") List<String> path,
      @ForAll @AlphaChars @StringLength(min = 1, max = 12) String name) {
    Map<String, Object> resource = load(Resources.text("s3-keys"));
    Map<String, Object> object = descend(resource, path);
    Assume.that(!object.containsKey(name) && !name.equals("optional"));
    object.put(name, "hunter2");

    InvalidObjectStoreException e = refused(dump(resource));

    String field = path.isEmpty() ? name : String.join(".", path) + "." + name;
    assertThat(e.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.reason()).startsWith("unknown field, known are ");
            });
    assertThat(e.getMessage()).doesNotContain("hunter2");
  }

  @Provide
  Arbitrary<List<String>> objects() {
    return Arbitraries.of(
        List.of(),
        List.of("metadata"),
        List.of("spec"),
        List.of("spec", "configuration"),
        List.of("spec", "configuration", "endpointCA"),
        List.of("spec", "configuration", "s3Credentials"),
        List.of("spec", "configuration", "s3Credentials", "accessKeyId"),
        List.of("spec", "configuration", "wal"),
        List.of("spec", "configuration", "data"),
        List.of("spec", "instanceSidecarConfiguration"),
        List.of("spec", "instanceSidecarConfiguration", "resources"),
        List.of("status"),
        List.of("status", "serverRecoveryWindow", "orders"));
  }

  private static InvalidObjectStoreException refused(String text) {
    return catchThrowableOfType(
        InvalidObjectStoreException.class, () -> ObjectStoreResource.parse(text));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> load(String text) {
    return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static String dump(Map<String, Object> resource) {
    return new Dump(DumpSettings.builder().build()).dumpToString(new TreeMap<>(resource));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> descend(Map<String, Object> map, List<String> path) {
    Map<String, Object> object = map;
    for (String name : path) {
      object = (Map<String, Object>) object.get(name);
    }
    return object;
  }

  private static Arguments s3(String credentials, String field, String reason) {
    return changed("s3Credentials: {inheritFromIAMRole: true}", credentials, field, reason);
  }

  private static Arguments role(String more, String field, String reason) {
    String role = "s3Credentials: {inheritFromIAMRole: true}";
    return changed(role, role + "\n    " + more, field, reason);
  }

  private static Arguments azure(String credentials, String field, String reason) {
    String text = Resources.text("azure-managed-identity");
    return arguments(text.replace("{inheritFromAzureAD: true}", credentials), field, reason);
  }

  private static Arguments google(String credentials, String field, String reason) {
    String text = Resources.text("google-gke");
    return arguments(text.replace("{gkeEnvironment: true}", credentials), field, reason);
  }

  private static Arguments path(String path, String field, String reason) {
    return changed("s3://orders-archive/live", "'" + path + "'", field, reason);
  }

  private static Arguments spec(String more, String field, String reason) {
    return changed("spec:\n", "spec:\n  " + more + "\n", field, reason);
  }

  private static Arguments sidecar(String more, String field, String reason) {
    String stanza = "instanceSidecarConfiguration";
    return spec(stanza + ": {" + more + "}", "spec." + stanza + "." + field, reason);
  }

  private static Arguments changed(String from, String to, String field, String reason) {
    String valid = Resources.text("s3-role");
    assertThat(valid).contains(from);
    return arguments(valid.replace(from, to), field, reason);
  }
}
