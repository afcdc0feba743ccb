/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the SDK's client from options. */
final class GcsClients {

  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
  private static final String EMULATOR = "STORAGE_EMULATOR_HOST";
  private static final String ADC_FILE = "GOOGLE_APPLICATION_CREDENTIALS";

  /** The SDK looks for a project on the network if it is given none, though it needs none. */
  private static final String NO_PROJECT = "none";

  private GcsClients() {}

  static Storage create(GcsOptions options) {
    return create(options, System.getenv());
  }

  static Storage create(GcsOptions options, Map<String, String> environment) {
    Optional<URI> endpoint = endpoint(options, environment);
    GcsConnections connections = new GcsConnections(options.proxies(environment));
    StorageOptions.Builder builder =
        StorageOptions.http()
            .setProjectId(options.find(GcsSettings.PROJECT).orElse(NO_PROJECT))
            .setCredentials(credentials(options, endpoint, environment, connections))
            .setTransportOptions(transport(options, connections))
            // Writes are recognised by their ids, so that repeating them does no harm
            .setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy())
            .setRetrySettings(retries(options));
    options.find(GcsSettings.PROJECT).ifPresent(builder::setQuotaProjectId);
    endpoint.ifPresent(uri -> builder.setHost(uri.toString()));
    return builder.build().getService();
  }

  private static Optional<URI> endpoint(GcsOptions options, Map<String, String> environment) {
    return options.endpoint().or(() -> variable(environment, EMULATOR).map(GcsClients::emulator));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The variable may be without scheme. */
  private static URI emulator(String host) {
    return GcsOptions.toEndpoint(host.contains("://") ? host : "http://" + host);
  }

  private static HttpTransportOptions transport(GcsOptions options, GcsConnections connections) {
    return HttpTransportOptions.newBuilder()
        .setHttpTransportFactory(connections)
        .setConnectTimeout(millis(options.get(GcsSettings.CONNECT_TIMEOUT)))
        .setReadTimeout(millis(options.get(GcsSettings.READ_TIMEOUT)))
        .build();
  }

  private static int millis(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
  }

  private static RetrySettings retries(GcsOptions options) {
    int attempts = options.get(GcsSettings.MAX_ATTEMPTS);
    return StorageOptions.getDefaultRetrySettings().toBuilder()
        .setMaxAttempts(attempts)
        .setInitialRetryDelayDuration(GcsHttp.FIRST_DELAY)
        .setRetryDelayMultiplier(2)
        .setMaxRetryDelayDuration(GcsHttp.LONGEST_DELAY)
        .setTotalTimeoutDuration(
            options
                .get(GcsSettings.READ_TIMEOUT)
                .plus(GcsHttp.LONGEST_DELAY)
                .multipliedBy(attempts))
        .build();
  }

  private static Credentials credentials(
      GcsOptions options,
      Optional<URI> endpoint,
      Map<String, String> environment,
      GcsConnections connections) {
    GcsIdentity identity = options.get(GcsSettings.CREDENTIALS);
    if (options.credentials().isPresent()) {
      Credentials own = scoped(options.credentials().get());
      return own instanceof NoCredentials
          ? own
          : new GcsCredentials(GcsCredentials.constant(() -> own));
    }
    if (identity == GcsIdentity.METADATA_SERVER) {
      return new GcsCredentials(
          GcsCredentials.constant(() -> scoped(ComputeEngineCredentials.create())));
    }
    Optional<Path> keyFile = options.find(GcsSettings.KEY_FILE).map(Path::of);
    boolean emulator =
        identity == GcsIdentity.AUTO
            && keyFile.isEmpty()
            && endpoint.map(uri -> "http".equals(uri.getScheme())).orElse(false);
    if (identity == GcsIdentity.NONE || emulator) {
      return NoCredentials.getInstance();
    }
    return new GcsCredentials(
        keyFile
            .or(() -> variable(environment, ADC_FILE).map(Path::of))
            .map(file -> ofFile(file, connections))
            .orElseGet(
                () ->
                    GcsCredentials.constant(
                        () -> scoped(GoogleCredentials.getApplicationDefault(connections)))));
  }

  private static GcsCredentials.Source ofFile(Path file, GcsConnections connections) {
    return GcsCredentials.source(() -> read(file, connections), () -> version(file));
  }

  private static Credentials read(Path file, GcsConnections connections) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return scoped(GoogleCredentials.fromStream(in, connections));
    } catch (IOException e) {
      throw new IOException("Cannot use the key file " + file + ": " + e.getMessage(), e);
    }
  }

  /** A file that is replaced has another key or time; the link of a mounted secret, too. */
  private static Object version(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
    } catch (IOException e) {
      return "absent";
    }
  }

  private static Credentials scoped(Credentials credentials) {
    return credentials instanceof GoogleCredentials google && google.createScopedRequired()
        ? google.createScoped(SCOPE)
        : credentials;
  }
}
