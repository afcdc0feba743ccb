/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static io.github.barman4j.storage.azure.AzureSettings.ACCOUNT_KEY;
import static io.github.barman4j.storage.azure.AzureSettings.CONNECTION_STRING;
import static io.github.barman4j.storage.azure.AzureSettings.CREDENTIAL;
import static io.github.barman4j.storage.azure.AzureSettings.ENDPOINT_URL;
import static io.github.barman4j.storage.azure.AzureSettings.MEMORY_BUDGET;
import static io.github.barman4j.storage.azure.AzureSettings.PART_SIZE;
import static io.github.barman4j.storage.azure.AzureSettings.SAS_TOKEN;

import com.azure.core.credential.TokenCredential;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.spi.HttpProxies;
import io.github.barman4j.storage.spi.StoreOption;
import io.github.barman4j.storage.spi.StoreOptionValues;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How to reach and use a container. Immutable; an instance that exists is valid.
 *
 * <p>Credentials are the first of these that is given: those of the builder or a property; in the
 * environment {@code AZURE_STORAGE_CONNECTION_STRING}, {@code AZURE_STORAGE_SAS_TOKEN}, {@code
 * AZURE_STORAGE_KEY}, in this order, which is Barman's; the default chain of the Azure SDK.
 *
 * <pre>{@code
 * AzureOptions options =
 *     AzureOptions.builder(AzureLocation.ofContainer("account", "backups"))
 *         .credential(AzureCredential.MANAGED_IDENTITY)
 *         .build();
 * }</pre>
 */
public final class AzureOptions {

  private static final long MIN_PART = 256L << 10;

  /** See "Scalability and performance targets for Blob storage". */
  private static final long MAX_PART = 4000L << 20;

  private static final int MAX_PARTS = 50_000;

  private final AzureLocation location;
  private final StoreOptionValues values;
  private final AzureSecrets secrets;

  private AzureOptions(Builder builder) {
    location = builder.location;
    values = builder.values;
    secrets = builder.secrets;
    secrets.check(values);
    checkTier();
    checkSizes();
    checkPositive();
    checkEndpoints();
  }

  /** Begins options for a location. */
  public static Builder builder(AzureLocation location) {
    return new Builder(location);
  }

  /**
   * Returns the options that properties describe, see {@code docs/configuration.md}.
   *
   * @throws IllegalArgumentException if one is not known or not valid
   */
  public static AzureOptions from(AzureLocation location, StoreProperties properties) {
    Builder builder = builder(location);
    builder.values = StoreOptionValues.parse(properties, AzureSettings.ALL);
    return builder.build();
  }

  /** Returns where the objects are. */
  public AzureLocation location() {
    return location;
  }

  /** Begins options with these values. */
  public Builder toBuilder() {
    Builder builder = new Builder(location);
    builder.values = values;
    builder.secrets = secrets;
    return builder;
  }

  <T> T get(StoreOption<T> option) {
    return values.get(option);
  }

  <T> Optional<T> find(StoreOption<T> option) {
    return values.find(option);
  }

  /** Returns how requests are authorised. */
  AzureAccess access() {
    return secrets.access(location, values);
  }

  /** Returns the account's address that is set, empty if the location's is meant. */
  Optional<URI> endpoint() {
    return values.find(ENDPOINT_URL).map(text -> toUrl("endpoint-url", text));
  }

  /** Returns the certificates to trust besides the system's. */
  Optional<Path> caBundle() {
    return values.find(AzureSettings.CA_BUNDLE).or(secrets::caBundle).map(Path::of);
  }

  HttpProxies proxies(Map<String, String> environment) {
    return HttpProxies.of(values, environment);
  }

  /** Shows the location and what was set, without secrets. */
  @Override
  public String toString() {
    return "AzureOptions[" + location.toUri() + " " + values + "]";
  }

  private static URI toUrl(String option, String text) {
    URI uri = URI.create(text.replaceAll("/+$", ""));
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    require(
        http && uri.getHost() != null && uri.getRawUserInfo() == null,
        "'" + option + "' has the form https://host:port, without user and password");
    return uri;
  }

  private void checkTier() {
    values
        .find(AzureSettings.ACCESS_TIER)
        .ifPresent(
            tier ->
                require(
                    Set.of("hot", "cool", "cold").contains(tier),
                    "'access-tier' is hot, cool or cold, for archived objects cannot be read; got "
                        + tier));
  }

  private void checkSizes() {
    long part = values.get(PART_SIZE);
    require(
        part >= MIN_PART && part <= MAX_PART, "'part-size' is 256 KiB to 4000 MiB, got " + part);
    require(
        values.get(MEMORY_BUDGET) >= part,
        "'memory-budget' is at least one 'part-size', got "
            + values.get(MEMORY_BUDGET)
            + " and "
            + part);
    int parts = values.get(AzureSettings.MAX_PARTS);
    require(parts >= 2 && parts <= MAX_PARTS, "'max-parts' is 2 to 50000, got " + parts);
  }

  private void checkPositive() {
    List.of(AzureSettings.UPLOAD_THREADS, AzureSettings.MAX_ATTEMPTS)
        .forEach(
            option -> require(values.get(option) >= 1, "'" + option.name() + "' is at least 1"));
    List.of(
            AzureSettings.CONNECT_TIMEOUT,
            AzureSettings.READ_TIMEOUT,
            AzureSettings.ATTEMPT_TIMEOUT,
            AzureSettings.RETRY_DELAY)
        .forEach(
            option ->
                require(
                    values.get(option).compareTo(Duration.ZERO) > 0,
                    "'" + option.name() + "' is more than nothing, got " + values.get(option)));
  }

  private void checkEndpoints() {
    endpoint();
    proxies(Map.of());
  }

  static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("Azure options: " + rule);
    }
  }

  /** Collects options; may build more than once. For one thread. */
  public static final class Builder {

    private final AzureLocation location;
    private StoreOptionValues values = StoreOptionValues.DEFAULTS;
    private AzureSecrets secrets = AzureSecrets.NONE;

    private Builder(AzureLocation location) {
      this.location = Objects.requireNonNull(location, "location");
    }

    /** Sets the account's address, where the location does not say it. */
    public Builder endpoint(URI endpoint) {
      return with(ENDPOINT_URL, endpoint.toString());
    }

    /** Sets the connection string, whose address is used unless {@link #endpoint} is set. */
    public Builder connectionString(Secret connectionString) {
      return with(CONNECTION_STRING, connectionString);
    }

    /** Sets a fixed shared access signature. */
    public Builder sasToken(Secret token) {
      return with(SAS_TOKEN, token);
    }

    /**
     * Sets where the shared access signature comes from. It is asked at every request, by any
     * thread, so a token that is rotated is used at once.
     */
    public Builder sasToken(Supplier<Secret> token) {
      secrets = secrets.withSas(token);
      return this;
    }

    /** Sets a fixed account key. */
    public Builder accountKey(Secret key) {
      return with(ACCOUNT_KEY, key);
    }

    /**
     * Sets where the account key comes from. It is asked at every request, by any thread, so a key
     * that is rotated is used at once.
     */
    public Builder accountKey(Supplier<Secret> key) {
      secrets = secrets.withKey(key);
      return this;
    }

    /** Sets which identity to ask tokens for. */
    public Builder credential(AzureCredential credential) {
      return with(CREDENTIAL, credential);
    }

    /** Sets what gives tokens; the SDK renews them before they expire. */
    public Builder credential(TokenCredential credential) {
      secrets = secrets.withToken(credential);
      return this;
    }

    /** Sets the environment to look for credentials in, instead of that of the process. */
    public Builder environment(Map<String, String> environment) {
      secrets = secrets.withEnvironment(environment);
      return this;
    }

    /** Sets the encryption scope of every object written. */
    public Builder encryptionScope(String scope) {
      return with(AzureSettings.ENCRYPTION_SCOPE, scope);
    }

    /** Sets the access tier of every object written: hot, cool or cold. */
    public Builder accessTier(String tier) {
      return with(AzureSettings.ACCESS_TIER, tier);
    }

    /** Sets a PEM file of certificates to trust besides the system's. */
    public Builder caBundle(Path pemFile) {
      return with(AzureSettings.CA_BUNDLE, pemFile.toString());
    }

    /** Sets the size of the first blocks of an upload in bytes, 256 KiB to 4000 MiB. */
    public Builder partSize(long bytes) {
      return with(PART_SIZE, bytes);
    }

    /** Sets the memory in bytes for blocks being filled or sent, over all uploads. */
    public Builder memoryBudget(long bytes) {
      return with(MEMORY_BUDGET, bytes);
    }

    /** Sets how many blocks are sent at the same time, over all uploads. */
    public Builder uploadThreads(int threads) {
      return with(AzureSettings.UPLOAD_THREADS, threads);
    }

    /**
     * Sets any option by its name in {@code docs/configuration.md}, from text.
     *
     * @throws IllegalArgumentException if there is none of that name, or the text is not valid
     */
    public Builder property(String name, String text) {
      StoreOption<?> option =
          AzureSettings.ALL.stream()
              .filter(known -> known.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name));
      return parsed(option, text);
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if they do not fit together
     */
    public AzureOptions build() {
      return new AzureOptions(this);
    }

    private <T> Builder parsed(StoreOption<T> option, String text) {
      return with(option, option.parse(text));
    }

    private <T> Builder with(StoreOption<T> option, T value) {
      values = values.with(option, Objects.requireNonNull(value, option.name()));
      return this;
    }

    private static IllegalArgumentException unknown(String name) {
      return new IllegalArgumentException(
          "Unknown option '"
              + name
              + "', known are "
              + AzureSettings.ALL.stream().map(StoreOption::name).sorted().toList());
    }
  }
}
