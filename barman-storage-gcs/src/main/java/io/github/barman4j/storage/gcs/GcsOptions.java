/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static io.github.barman4j.storage.gcs.GcsSettings.CREDENTIALS;
import static io.github.barman4j.storage.gcs.GcsSettings.ENDPOINT_URL;
import static io.github.barman4j.storage.gcs.GcsSettings.KEY_FILE;
import static io.github.barman4j.storage.gcs.GcsSettings.MEMORY_BUDGET;
import static io.github.barman4j.storage.gcs.GcsSettings.PART_SIZE;

import com.google.auth.Credentials;
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
import org.jspecify.annotations.Nullable;

/**
 * How to reach and use a bucket. Immutable; an instance that exists is valid.
 *
 * <pre>{@code
 * GcsOptions options =
 *     GcsOptions.builder(GcsLocation.ofBucket("backups")).keyFile(Path.of("key.json")).build();
 * }</pre>
 */
public final class GcsOptions {

  /** What chunks of a resumable upload have to be multiples of. */
  static final int QUANTUM = 256 << 10;

  private static final long MAX_PART = 1L << 30;
  private static final int MOST_PARTS = 1_000_000;

  private final GcsLocation location;
  private final StoreOptionValues values;
  private final @Nullable Credentials credentials;

  private GcsOptions(Builder builder) {
    location = builder.location;
    values = builder.values;
    credentials = builder.credentials;
    checkCredentials();
    checkSizes();
    checkPositive();
    endpoint();
    proxies(Map.of());
  }

  /** Begins options for a location. */
  public static Builder builder(GcsLocation location) {
    return new Builder(location);
  }

  /** Begins options for a location in an emulator at this address. */
  public static Builder forEmulator(GcsLocation location, URI endpoint) {
    return builder(location).endpoint(endpoint);
  }

  /**
   * Returns the options that properties describe, see {@code docs/configuration.md}.
   *
   * @throws IllegalArgumentException if one is not known or not valid
   */
  public static GcsOptions from(GcsLocation location, StoreProperties properties) {
    Builder builder = builder(location);
    builder.values = StoreOptionValues.parse(properties, GcsSettings.ALL);
    return builder.build();
  }

  /** Returns where the objects are. */
  public GcsLocation location() {
    return location;
  }

  /** Returns the address of an emulator or a private endpoint; empty for Google's. */
  public Optional<URI> endpoint() {
    return values.find(ENDPOINT_URL).map(GcsOptions::toEndpoint);
  }

  /** Begins options with these values. */
  public Builder toBuilder() {
    Builder builder = new Builder(location);
    builder.values = values;
    builder.credentials = credentials;
    return builder;
  }

  <T> T get(StoreOption<T> option) {
    return values.get(option);
  }

  <T> Optional<T> find(StoreOption<T> option) {
    return values.find(option);
  }

  HttpProxies proxies(Map<String, String> environment) {
    return HttpProxies.of(values, environment);
  }

  Optional<Credentials> credentials() {
    return Optional.ofNullable(credentials);
  }

  /** Shows the location and what was set. */
  @Override
  public String toString() {
    return "GcsOptions[" + location.toUri() + " " + values + "]";
  }

  static URI toEndpoint(String text) {
    URI uri = URI.create(text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "Option 'endpoint-url' has the form https://host:port, without user and password");
    }
    return uri;
  }

  private void checkCredentials() {
    boolean keyFile = values.find(KEY_FILE).isPresent();
    require(
        credentials == null || !keyFile,
        "give either credentials of your own or 'key-file', not both");
    require(
        values.get(CREDENTIALS) == GcsIdentity.AUTO || (!keyFile && credentials == null),
        "'credentials' is auto where 'key-file' or credentials of your own are given");
  }

  private void checkSizes() {
    long part = values.get(PART_SIZE);
    require(
        part >= QUANTUM && part <= MAX_PART && part % QUANTUM == 0,
        "'part-size' is a multiple of 256 KiB up to 1 GiB, got " + part);
    require(
        values.get(MEMORY_BUDGET) >= part,
        "'memory-budget' is at least one 'part-size', got "
            + values.get(MEMORY_BUDGET)
            + " and "
            + part);
    int parts = values.get(GcsSettings.MAX_PARTS);
    require(
        parts >= 2 && parts <= MOST_PARTS, "'max-parts' is 2 to " + MOST_PARTS + ", got " + parts);
  }

  private void checkPositive() {
    List.of(GcsSettings.UPLOAD_THREADS, GcsSettings.MAX_ATTEMPTS)
        .forEach(
            option -> require(values.get(option) >= 1, "'" + option.name() + "' is at least 1"));
    List.of(GcsSettings.CONNECT_TIMEOUT, GcsSettings.READ_TIMEOUT)
        .forEach(
            option ->
                require(
                    values.get(option).compareTo(Duration.ZERO) > 0,
                    "'" + option.name() + "' is more than nothing, got " + values.get(option)));
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("Google Cloud Storage options: " + rule);
    }
  }

  /** Collects options; may build more than once. For one thread. */
  public static final class Builder {

    private final GcsLocation location;
    private StoreOptionValues values = StoreOptionValues.DEFAULTS;
    private @Nullable Credentials credentials;

    private Builder(GcsLocation location) {
      this.location = Objects.requireNonNull(location, "location");
    }

    /** Sets the project that requests are billed to. */
    public Builder project(String project) {
      return with(GcsSettings.PROJECT, project);
    }

    /** Sets the address of an emulator or a private endpoint. */
    public Builder endpoint(URI endpoint) {
      return with(ENDPOINT_URL, endpoint.toString());
    }

    /** Sets where access tokens come from. */
    public Builder identity(GcsIdentity identity) {
      return with(CREDENTIALS, identity);
    }

    /** Sets a service account's key file, which is read again when it changes. */
    public Builder keyFile(Path file) {
      return with(KEY_FILE, file.toString());
    }

    /** Sets credentials of the caller's own. */
    public Builder credentials(Credentials own) {
      credentials = Objects.requireNonNull(own, "own");
      return this;
    }

    /** Sets the Cloud KMS key that encrypts every object written, by its resource name. */
    public Builder kmsKeyName(String name) {
      return with(GcsSettings.KMS_KEY_NAME, name);
    }

    /** Sets the storage class of every object written. */
    public Builder storageClass(String storageClass) {
      return with(GcsSettings.STORAGE_CLASS, storageClass);
    }

    /** Has the parts of large objects sent at the same time, and composed. */
    public Builder parallelComposite() {
      return with(GcsSettings.PARALLEL_COMPOSITE, true);
    }

    /** Sets the size of the first parts of an upload in bytes, a multiple of 256 KiB. */
    public Builder partSize(long bytes) {
      return with(PART_SIZE, bytes);
    }

    /** Sets the memory in bytes for parts being filled or sent, over all uploads. */
    public Builder memoryBudget(long bytes) {
      return with(MEMORY_BUDGET, bytes);
    }

    /** Sets how many parts are sent at the same time, over all uploads. */
    public Builder uploadThreads(int threads) {
      return with(GcsSettings.UPLOAD_THREADS, threads);
    }

    /**
     * Sets any option by its name in {@code docs/configuration.md}, from text.
     *
     * @throws IllegalArgumentException if there is none of that name, or the text is not valid
     */
    public Builder property(String name, String text) {
      StoreOption<?> option =
          GcsSettings.ALL.stream()
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
    public GcsOptions build() {
      return new GcsOptions(this);
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
              + GcsSettings.ALL.stream().map(StoreOption::name).sorted().toList());
    }
  }
}
