/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.cli.log.StderrLog;
import io.github.barman4j.cnpg.ObjectStoreSettings;
import io.github.barman4j.cnpg.StoreUse;
import io.github.barman4j.storage.StoreProperties;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which store and server, and how to reach it: what all programs take. */
final class StoreOptions {

  static final String OBJECT_STORE = "--object-store";
  static final String URL = "url";

  @Parameters(index = "0", paramLabel = URL, description = "URL of the archives in the cloud.")
  String url = "";

  @Parameters(
      index = "1",
      paramLabel = "server_name",
      description = "The name of the server as configured in Barman.")
  String server = "";

  @Option(
      names = "--cloud-provider",
      paramLabel = "PROVIDER",
      defaultValue = "aws-s3",
      description = "The provider: aws-s3, azure-blob-storage or google-cloud-storage.")
  String provider = "aws-s3";

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description = "Address of an S3-compatible store.")
  @Nullable String endpointUrl;

  @Option(
      names = {"-P", "--aws-profile", "--profile"},
      paramLabel = "PROFILE",
      description = "Profile in the AWS configuration files.")
  @Nullable String profile;

  @Option(
      names = "--read-timeout",
      paramLabel = "SECONDS",
      description = "Time that an answer may stand still, 60 by default; 0 for the default.")
  @Nullable Integer readTimeout;

  @Option(
      names = "--addressing-style",
      paramLabel = "STYLE",
      description = "Where requests name the bucket: auto, virtual or path.")
  @Nullable String addressingStyle;

  @Option(
      names = "--sse-customer-key",
      paramLabel = "file:///PATH",
      description = "File with the key of SSE-C: 32 bytes in Base64.")
  @Nullable String sseCustomerKey;

  @Option(
      names = {"--azure-credential", "--credential", "--default"},
      paramLabel = "CREDENTIAL",
      description = "Identity for Azure: azure-cli, managed-identity or default.")
  @Nullable String azureCredential;

  @Addition
  @Option(
      names = "--store-option",
      paramLabel = "NAME=VALUE",
      description = "Any option of the store, see docs/configuration.md; may be repeated.")
  List<String> more = new ArrayList<>();

  @Addition
  @Option(
      names = OBJECT_STORE,
      paramLabel = "FILE",
      description =
          "An ObjectStore of CloudNativePG, in YAML or JSON, that says which store it is and how to"
              + " use it. The url is left out then.")
  @Nullable String objectStore;

  @Addition
  @Option(
      names = "--object-store-secrets",
      paramLabel = "DIRECTORY",
      description = "Where the secrets of the ObjectStore are mounted, as DIRECTORY/SECRET/KEY.")
  @Nullable String secrets;

  private @Nullable ObjectStoreFile file;

  /** Returns the address, for a program called in this environment. */
  StoreAddress address(Invocation call, StoreUse use) {
    if (objectStore != null) {
      return file(call).address(use);
    }
    Provider chosen = Provider.parse(provider);
    URI location = chosen.location(url);
    if (url.contains("sig=")) {
      StderrLog.write(
          Level.WARN,
          "The token in the URL is not used, and everybody on this host can read it. Set"
              + " AZURE_STORAGE_SAS_TOKEN instead, for PostgreSQL and its restore_command, too");
    }
    Map<String, String> properties = new TreeMap<>();
    if (!"file".equals(location.getScheme())) {
      new ProviderProperties(this, call).addTo(properties, chosen);
    }
    return withMore(new StoreAddress(location, StoreProperties.of(properties)));
  }

  /** Returns the provider, whoever names it. */
  Provider provider(Invocation call) {
    return objectStore == null
        ? Provider.parse(provider)
        : Provider.of(file(call).settings().location());
  }

  /** Returns what the ObjectStore says, empty if none is given. */
  Optional<ObjectStoreSettings> settings(Invocation call) {
    return Optional.ofNullable(objectStore).map(given -> file(call).settings());
  }

  private ObjectStoreFile file(Invocation call) {
    ObjectStoreFile known = file;
    if (known == null) {
      known = new ObjectStoreFile(this, call);
      file = known;
    }
    return known;
  }

  /** Returns the address with the single options of the command line, which win. */
  StoreAddress withMore(StoreAddress address) {
    Map<String, String> properties = new TreeMap<>();
    more.forEach(pair -> addPair(properties, pair));
    return address.with(properties);
  }

  private static void addPair(Map<String, String> properties, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new UsageException("argument --store-option: expected NAME=VALUE, got '" + pair + "'");
    }
    properties.put(pair.substring(0, equals), pair.substring(equals + 1));
  }
}
