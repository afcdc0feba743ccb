/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.storage.ObjectTags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which store, how to get in, and what to do there.
 *
 * @param destinationPath where in the store, such as {@code s3://bucket/path}
 * @param endpointUrl address of an S3-compatible store; null for AWS
 * @param endpointCa certificates in PEM to trust; null for the system's alone
 * @param credentials how to authenticate; its type has to fit {@code destinationPath}
 * @param wal how WAL is archived and fetched
 * @param data how base backups are made and restored
 * @param tags of every object that is written
 * @param historyTags of timeline histories instead; those of all others if empty
 */
public record ObjectStoreConfiguration(
    String destinationPath,
    @Nullable String endpointUrl,
    @Nullable SecretRef endpointCa,
    ProviderCredentials credentials,
    WalConfiguration wal,
    DataConfiguration data,
    ObjectTags tags,
    ObjectTags historyTags) {

  private static final Map<String, Function<Fields, ProviderCredentials>> PROVIDERS = providers();
  private static final String ONE_OF =
      "exactly one of s3Credentials, azureCredentials and googleCredentials is needed";

  /**
   * Checks the addresses, and that the credentials are for the store that they lead to.
   *
   * @throws InvalidObjectStoreException if not
   */
  public ObjectStoreConfiguration {
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(wal, "wal");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(historyTags, "historyTags");
    Problems problems = new Problems();
    Destination.check(problems, destinationPath);
    Destination.checkEndpoint(problems, endpointUrl);
    Destination.checkProvider(problems, destinationPath, credentials);
    problems.throwIfAny();
  }

  static ObjectStoreConfiguration read(Fields fields) {
    fields.refuse(
        "serverName", "must be absent: it is the plugin parameter serverName of the Cluster");
    fields.refuse("retentionPolicy", "belongs one level up: spec.retentionPolicy");
    String destination = fields.requiredText("destinationPath");
    String endpoint = fields.text("endpointURL");
    SecretRef endpointCa = fields.secret("endpointCA");
    WalConfiguration wal = fields.object("wal", WalConfiguration::read);
    DataConfiguration data = fields.object("data", DataConfiguration::read);
    ObjectTags tags = fields.tags("tags");
    ObjectTags historyTags = fields.tags("historyTags");
    fields.check(problems -> Destination.check(problems, destination));
    fields.check(problems -> Destination.checkEndpoint(problems, endpoint));
    return new ObjectStoreConfiguration(
        destination,
        endpoint,
        endpointCa,
        Fields.required("", readCredentials(fields)),
        wal == null ? WalConfiguration.DEFAULTS : wal,
        data == null ? DataConfiguration.DEFAULTS : data,
        tags,
        historyTags);
  }

  private static @Nullable ProviderCredentials readCredentials(Fields fields) {
    List<String> given = PROVIDERS.keySet().stream().filter(fields::has).toList();
    ProviderCredentials last = null;
    for (Map.Entry<String, Function<Fields, ProviderCredentials>> entry : PROVIDERS.entrySet()) {
      ProviderCredentials read = fields.object(entry.getKey(), entry.getValue());
      last = read == null ? last : read;
    }
    if (given.isEmpty()) {
      fields.problem("", "no credentials defined: " + ONE_OF);
    } else if (given.size() > 1) {
      fields.problem("", String.join(" and ", given) + " exclude each other: " + ONE_OF);
    }
    return given.size() == 1 ? last : null;
  }

  private static Map<String, Function<Fields, ProviderCredentials>> providers() {
    Map<String, Function<Fields, ProviderCredentials>> result = new LinkedHashMap<>();
    result.put("s3Credentials", S3Credentials::read);
    result.put("azureCredentials", AzureCredentials::read);
    result.put("googleCredentials", GoogleCredentials::read);
    return result;
  }
}
