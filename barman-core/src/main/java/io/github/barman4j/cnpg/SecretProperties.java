/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.storage.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The options of a store that come from Secrets; only those in effect are looked up. For one
 * thread.
 */
final class SecretProperties {

  private final ObjectStoreConfiguration configuration;
  private final SecretResolver secrets;
  private final Path directory;
  private final Problems problems;
  private final Map<String, String> values = new TreeMap<>();

  SecretProperties(
      ObjectStoreConfiguration configuration,
      SecretResolver secrets,
      Path directory,
      Problems problems) {
    this.configuration = configuration;
    this.secrets = secrets;
    this.directory = directory;
    this.problems = problems;
  }

  Map<String, String> read() throws IOException {
    if (configuration.credentials() instanceof S3Credentials s3) {
      putS3(s3);
    } else if (configuration.credentials() instanceof AzureCredentials azure) {
      putAzure(azure);
    } else if (configuration.credentials() instanceof GoogleCredentials google) {
      putFile(
          "key-file", "googleCredentials.applicationCredentials", google.applicationCredentials());
    }
    if (!(configuration.credentials() instanceof GoogleCredentials)) {
      putFile("ca-bundle", "endpointCA", configuration.endpointCa());
    }
    return values;
  }

  private void putS3(S3Credentials s3) {
    if (s3.inheritFromIamRole()) {
      return;
    }
    put("access-key-id", "s3Credentials.accessKeyId", s3.accessKeyId());
    put("secret-access-key", "s3Credentials.secretAccessKey", s3.secretAccessKey());
    put("region", "s3Credentials.region", s3.region());
    put("session-token", "s3Credentials.sessionToken", s3.sessionToken());
  }

  private void putAzure(AzureCredentials azure) {
    put("connection-string", "azureCredentials.connectionString", azure.connectionString());
    putRotating("account-key", "azureCredentials.storageKey", azure.storageKey());
    putRotating("sas-token", "azureCredentials.storageSasToken", azure.storageSasToken());
    if (azure.storageKey() != null || azure.storageSasToken() != null) {
      checkAccount(azure.storageAccount());
    }
  }

  private void checkAccount(@Nullable SecretRef ref) {
    String field = "azureCredentials.storageAccount";
    Optional<String> named = Destination.findAzureAccount(configuration.destinationPath());
    find(field, ref)
        .filter(account -> named.isPresent() && !named.get().equals(account.reveal().strip()))
        .ifPresent(
            other ->
                add(
                    field,
                    "is not the account of spec.configuration.destinationPath; correct one"));
  }

  private void put(String property, String field, @Nullable SecretRef ref) {
    find(field, ref).ifPresent(secret -> values.put(property, secret.reveal()));
  }

  /** Has the store read the value from its file, if it is in one that follows its changes. */
  private void putRotating(String property, String field, @Nullable SecretRef ref) {
    Optional<Path> file = ref == null ? Optional.empty() : secrets.findFile(ref);
    file.ifPresentOrElse(
        found -> values.put(property + "-file", found.toString()), () -> put(property, field, ref));
  }

  private void putFile(String property, String field, @Nullable SecretRef ref) throws IOException {
    Optional<Path> file = ref == null ? Optional.empty() : secrets.findFile(ref);
    Optional<Secret> content = file.isPresent() ? Optional.empty() : find(field, ref);
    if (content.isPresent()) {
      file = Optional.of(write(property, content.get()));
    }
    file.ifPresent(found -> values.put(property, found.toString()));
  }

  /** Writes a file that only its owner can read, as temporary files are made with mode 0600. */
  private Path write(String property, Secret content) throws IOException {
    Path file = Files.createTempFile(directory, property + "-", "");
    return Files.writeString(file, content.reveal(), StandardCharsets.UTF_8);
  }

  private Optional<Secret> find(String field, @Nullable SecretRef ref) {
    if (ref == null) {
      return Optional.empty();
    }
    try {
      Secret found = secrets.resolve(ref).strip();
      if (found.isBlank()) {
        add(field, "refers to " + ref + ", which is blank; give it its value");
      }
      return Optional.of(found).filter(secret -> !secret.isBlank());
    } catch (NoSuchElementException e) {
      add(field, "refers to " + ref + ", which cannot be found: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void add(String field, String reason) {
    problems.add("spec.configuration." + field, reason);
  }
}
