/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.storage.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Resources of this package's tests, and the secrets that they refer to. */
final class Resources {

  /** In every secret's value, so that tests can look for it. */
  static final String HIDDEN = "hunter2";

  private Resources() {}

  static String text(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name + ".yaml")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectStoreResource parse(String name) {
    return ObjectStoreResource.parse(text(name));
  }

  /** Returns S3 with a role and what else is in the configuration, in YAML's flow style. */
  static ObjectStoreResource s3With(String configuration) {
    return with(
        "s3://orders-archive/live", "s3Credentials: {inheritFromIAMRole: true}", configuration);
  }

  static ObjectStoreResource with(String path, String credentials, String configuration) {
    return ObjectStoreResource.parse(
        """
        {apiVersion: barmancloud.cnpg.io/v1, kind: ObjectStore, metadata: {name: orders}, spec:
          {configuration: {destinationPath: "%s", %s, %s}}}
        """
            .formatted(path, credentials, configuration));
  }

  static Map<SecretRef, Secret> secrets() {
    Map<SecretRef, Secret> secrets = new HashMap<>();
    secrets.put(new SecretRef("minio", "user"), Secret.of("user-" + HIDDEN));
    secrets.put(new SecretRef("minio", "password"), Secret.of("password-" + HIDDEN));
    secrets.put(new SecretRef("minio", "region"), Secret.of("eu-" + HIDDEN));
    secrets.put(new SecretRef("minio", "token"), Secret.of("token-" + HIDDEN));
    secrets.put(new SecretRef("minio-ca", "root.pem"), Secret.of("PEM-" + HIDDEN));
    secrets.put(new SecretRef("azure", "connection"), Secret.of("connection-" + HIDDEN));
    secrets.put(new SecretRef("azure", "account"), Secret.of("orders"));
    secrets.put(new SecretRef("azure", "key"), Secret.of("key-" + HIDDEN));
    secrets.put(new SecretRef("azure", "sas"), Secret.of("sas-" + HIDDEN));
    secrets.put(new SecretRef("google", "account.json"), Secret.of("{json: " + HIDDEN + "}"));
    return secrets;
  }
}
