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
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each row changes one thing of a valid resource; message and path are what a user gets. */
class InvalidObjectStoreTest {

  private static Stream<Arguments> isRefused() {
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
  @CsvFileSource(resources = "invalid.csv", delimiter = '|', quoteCharacter = '`')
  void isRefusedWithThePathAndTheReason(String what, String into, String field, String reason) {
    isRefused(changed(what, into), field, reason);
  }

  @ParameterizedTest
  @MethodSource
  void isRefused(String text, String field, String reason) {
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

  private static String changed(String what, String into) {
    String role = "s3Credentials: {inheritFromIAMRole: true}";
    return switch (what) {
      case "s3" -> changed("s3-role", role, into);
      case "role" -> changed("s3-role", role, role + "\n    " + into);
      case "azure" -> changed("azure-managed-identity", "{inheritFromAzureAD: true}", into);
      case "google" -> changed("google-gke", "{gkeEnvironment: true}", into);
      case "path" -> changed("s3-role", "s3://orders-archive/live", "'" + into + "'");
      case "spec" -> changed("s3-role", "spec:\n", "spec:\n  " + into + "\n");
      default -> changed("spec", "instanceSidecarConfiguration: {" + into + "}");
    };
  }

  private static String changed(String resource, String from, String to) {
    String valid = Resources.text(resource);
    assertThat(valid).contains(from);
    return valid.replace(from, to);
  }
}
