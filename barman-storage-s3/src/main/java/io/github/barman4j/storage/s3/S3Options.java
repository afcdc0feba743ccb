/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static io.github.barman4j.storage.s3.S3Settings.ACCESS_KEY_ID;
import static io.github.barman4j.storage.s3.S3Settings.ENCRYPTION;
import static io.github.barman4j.storage.s3.S3Settings.ENDPOINT_URL;
import static io.github.barman4j.storage.s3.S3Settings.MEMORY_BUDGET;
import static io.github.barman4j.storage.s3.S3Settings.PART_SIZE;
import static io.github.barman4j.storage.s3.S3Settings.SECRET_ACCESS_KEY;
import static io.github.barman4j.storage.s3.S3Settings.SESSION_TOKEN;
import static io.github.barman4j.storage.s3.S3Settings.SSE_CUSTOMER_KEY;
import static io.github.barman4j.storage.s3.S3Settings.SSE_KMS_KEY_ID;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.spi.StoreOption;
import io.github.barman4j.storage.spi.StoreOptionValues;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * How to reach and use a bucket. Immutable; an instance that exists is valid.
 *
 * <p>The defaults suit AWS, and any store that is named by an endpoint.
 *
 * <pre>{@code
 * S3Options options =
 *     S3Options.builder(S3Location.ofBucket("backups")).region("eu-west-1").build();
 * }</pre>
 */
public final class S3Options {

  private static final long MIN_PART = 5L << 20;
  private static final long MAX_PART = 1L << 30;

  private final S3Location location;
  private final StoreOptionValues values;
  private final @Nullable AwsCredentialsProvider credentials;

  private S3Options(Builder builder) {
    location = builder.location;
    values = builder.values;
    credentials = builder.credentials;
    checkCredentials();
    checkEncryption();
    checkSizes();
    checkPositive();
    endpoint();
  }

  /** Begins options for a location; without anything else it is in AWS. */
  public static Builder builder(S3Location location) {
    return new Builder(location);
  }

  /** Begins options for a location in an S3-compatible store at this address. */
  public static Builder forS3Compatible(S3Location location, URI endpoint) {
    return builder(location).endpoint(endpoint);
  }

  /**
   * Returns the options that properties describe, see {@code docs/configuration.md}.
   *
   * @throws IllegalArgumentException if one is not known or not valid
   */
  public static S3Options from(S3Location location, StoreProperties properties) {
    Builder builder = builder(location);
    builder.values = StoreOptionValues.parse(properties, S3Settings.ALL);
    return builder.build();
  }

  /** Returns where the objects are. */
  public S3Location location() {
    return location;
  }

  /** Returns the address of an S3-compatible store; empty for AWS. */
  public Optional<URI> endpoint() {
    return values.find(ENDPOINT_URL).map(S3Options::toEndpoint);
  }

  /** Returns the encryption of every object written. */
  public S3Encryption encryption() {
    Optional<Secret> customerKey = values.find(SSE_CUSTOMER_KEY);
    if (customerKey.isPresent()) {
      return S3Encryption.customerKey(customerKey.get());
    }
    String encryption = values.find(ENCRYPTION).orElse("");
    return switch (encryption) {
      case "" -> S3Encryption.bucketDefault();
      case "AES256" -> S3Encryption.s3Managed();
      case "aws:kms" ->
          values.find(SSE_KMS_KEY_ID).map(S3Encryption::kms).orElseGet(S3Encryption::kms);
      default ->
          throw new IllegalArgumentException(
              "Option 'encryption' is AES256 or aws:kms, got '" + encryption + "'");
    };
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

  /** Tells whether AWS itself is meant, not a store that speaks its protocol. */
  boolean isAws() {
    return endpoint()
        .map(uri -> uri.getHost().matches(".*\\.(amazonaws\\.com(\\.cn)?|api\\.aws)"))
        .orElse(true);
  }

  Optional<AwsCredentialsProvider> credentials() {
    return Optional.ofNullable(credentials);
  }

  /** Shows the location and what was set, without secrets. */
  @Override
  public String toString() {
    return "S3Options[" + location.toUri() + " " + values + "]";
  }

  private static URI toEndpoint(String text) {
    URI uri = URI.create(text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "Option 'endpoint-url' has the form https://host:port, without user and password");
    }
    return uri;
  }

  private void checkCredentials() {
    boolean key = values.find(ACCESS_KEY_ID).isPresent();
    boolean secret = values.find(SECRET_ACCESS_KEY).isPresent();
    require(key == secret, "'access-key-id' and 'secret-access-key' go together");
    require(
        key || values.find(SESSION_TOKEN).isEmpty(), "'session-token' goes with 'access-key-id'");
    require(
        credentials == null || !key,
        "Give either credentials of your own or 'access-key-id', not both");
  }

  private void checkEncryption() {
    boolean customer = values.find(SSE_CUSTOMER_KEY).isPresent();
    String encryption = values.find(ENCRYPTION).orElse("");
    require(
        !customer || encryption.isEmpty(),
        "'sse-customer-key' and 'encryption' exclude each other");
    require(
        values.find(SSE_KMS_KEY_ID).isEmpty() || encryption.equals("aws:kms"),
        "'sse-kms-key-id' goes with 'encryption' being aws:kms");
    encryption();
  }

  private void checkSizes() {
    long part = values.get(PART_SIZE);
    require(part >= MIN_PART && part <= MAX_PART, "'part-size' is 5 MiB to 1 GiB, got " + part);
    require(
        values.get(MEMORY_BUDGET) >= part,
        "'memory-budget' is at least one 'part-size', got "
            + values.get(MEMORY_BUDGET)
            + " and "
            + part);
    int parts = values.get(S3Settings.MAX_PARTS);
    require(parts >= 2 && parts <= 10_000, "'max-parts' is 2 to 10000, got " + parts);
  }

  private void checkPositive() {
    List.of(S3Settings.UPLOAD_THREADS, S3Settings.MAX_CONNECTIONS, S3Settings.MAX_ATTEMPTS)
        .forEach(
            option -> require(values.get(option) >= 1, "'" + option.name() + "' is at least 1"));
    List.of(S3Settings.CONNECT_TIMEOUT, S3Settings.READ_TIMEOUT, S3Settings.ATTEMPT_TIMEOUT)
        .forEach(
            option ->
                require(
                    values.get(option).compareTo(Duration.ZERO) > 0,
                    "'" + option.name() + "' is more than nothing, got " + values.get(option)));
    require(
        values.get(S3Settings.MAX_CONNECTIONS) > values.get(S3Settings.UPLOAD_THREADS),
        "'max-connections' is more than 'upload-threads'");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("S3 options: " + rule);
    }
  }

  /** Collects options; may build more than once. For one thread. */
  public static final class Builder {

    private final S3Location location;
    private StoreOptionValues values = StoreOptionValues.DEFAULTS;
    private @Nullable AwsCredentialsProvider credentials;

    private Builder(S3Location location) {
      this.location = Objects.requireNonNull(location, "location");
    }

    /** Sets the region to sign for. */
    public Builder region(String region) {
      return with(S3Settings.REGION, region);
    }

    /** Sets the address of an S3-compatible store. */
    public Builder endpoint(URI endpoint) {
      return with(ENDPOINT_URL, endpoint.toString());
    }

    /** Sets the profile in the AWS configuration files. */
    public Builder profile(String profile) {
      return with(S3Settings.PROFILE, profile);
    }

    /** Sets fixed credentials. */
    public Builder credentials(String accessKeyId, Secret secretAccessKey) {
      return with(ACCESS_KEY_ID, accessKeyId).with(SECRET_ACCESS_KEY, secretAccessKey);
    }

    /** Sets fixed temporary credentials. */
    public Builder credentials(String accessKeyId, Secret secretAccessKey, Secret sessionToken) {
      return credentials(accessKeyId, secretAccessKey).with(SESSION_TOKEN, sessionToken);
    }

    /** Sets where credentials come from; the caller closes it, if that is needed. */
    public Builder credentials(AwsCredentialsProvider provider) {
      credentials = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /** Sets where requests name the bucket. */
    public Builder addressingStyle(S3AddressingStyle style) {
      return with(S3Settings.ADDRESSING_STYLE, style);
    }

    /** Sets when the SDK's checksums are used. */
    public Builder checksums(S3Checksums checksums) {
      return with(S3Settings.CHECKSUMS, checksums);
    }

    /** Sets the encryption of every object written. */
    public Builder encryption(S3Encryption encryption) {
      if (encryption instanceof S3Encryption.S3Managed) {
        return with(ENCRYPTION, "AES256");
      }
      if (encryption instanceof S3Encryption.Kms kms) {
        kms.keyId().ifPresent(id -> with(SSE_KMS_KEY_ID, id));
        return with(ENCRYPTION, "aws:kms");
      }
      return encryption instanceof S3Encryption.CustomerKey key
          ? with(SSE_CUSTOMER_KEY, key.base64())
          : with(ENCRYPTION, "");
    }

    /** Sets the storage class of every object written. */
    public Builder storageClass(String storageClass) {
      return with(S3Settings.STORAGE_CLASS, storageClass);
    }

    /** Sets the size of the first parts of an upload in bytes, 5 MiB to 1 GiB. */
    public Builder partSize(long bytes) {
      return with(PART_SIZE, bytes);
    }

    /** Sets the memory in bytes for parts being filled or sent, over all uploads. */
    public Builder memoryBudget(long bytes) {
      return with(MEMORY_BUDGET, bytes);
    }

    /** Sets how many parts are sent at the same time, over all uploads. */
    public Builder uploadThreads(int threads) {
      return with(S3Settings.UPLOAD_THREADS, threads);
    }

    /**
     * Sets any option by its name in {@code docs/configuration.md}, from text.
     *
     * @throws IllegalArgumentException if there is none of that name, or the text is not valid
     */
    public Builder property(String name, String text) {
      StoreOption<?> option =
          S3Settings.ALL.stream()
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
    public S3Options build() {
      return new S3Options(this);
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
              + S3Settings.ALL.stream().map(StoreOption::name).sorted().toList());
    }
  }
}
