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
import static io.github.barman4j.storage.s3.S3Settings.STS_ENDPOINT_URL;

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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * How to reach and use a bucket. Immutable; an instance that exists is valid.
 *
 * <p>The defaults suit AWS, and the store that an endpoint names, see {@link S3Compatibility}.
 *
 * <pre>{@code
 * S3Options options =
 *     S3Options.builder(S3Location.ofBucket("backups")).region("eu-west-1").build();
 * }</pre>
 */
public final class S3Options {

  private static final long MIN_PART = 5L << 20;
  private static final long MAX_PART = 1L << 30;

  /** Where requests name the bucket. */
  public enum AddressingStyle {
    /**
     * In the path where an endpoint is given, as AWS's SDK for Python does, else in the host's
     * name.
     */
    AUTO,
    /** {@code https://host/bucket/key}. */
    PATH,
    /** {@code https://bucket.host/key}. */
    VIRTUAL
  }

  /** When requests carry, and responses are checked against, the SDK's own checksums. */
  public enum Checksums {
    /** Whenever S3 knows how; stores that are not AWS may refuse or, worse, store the trailer. */
    WHEN_SUPPORTED,
    /** Only where S3 demands it; every S3-compatible store takes it. */
    WHEN_REQUIRED
  }

  private final S3Location location;
  private final StoreOptionValues given;
  private final StoreOptionValues values;
  private final @Nullable AwsCredentialsProvider credentials;

  private S3Options(Builder builder) {
    location = builder.location;
    given = builder.values;
    credentials = builder.credentials;
    values = given.orElse(compatibility(given).defaults());
    S3Credentials.check(this);
    checkAddresses();
    checkObjectLock();
    encryption();
    checkSizes();
    checkPositive();
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
    return address(ENDPOINT_URL, values);
  }

  /** Returns which S3 the store is taken for; never {@link S3Compatibility#AUTO}. */
  public S3Compatibility compatibility() {
    return compatibility(values);
  }

  /** Returns the encryption of every object written. */
  public S3Encryption encryption() {
    return S3Encryption.of(values);
  }

  /** Returns the lock of every object written. */
  public S3ObjectLock objectLock() {
    return S3ObjectLock.of(values);
  }

  /** Begins options with these values. */
  public Builder toBuilder() {
    Builder builder = new Builder(location);
    builder.values = given;
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
    return compatibility() == S3Compatibility.AWS;
  }

  /** Tells whether objects can be locked: the options say so, or ask for a lock. */
  boolean hasObjectLock() {
    return values.find(S3Settings.OBJECT_LOCK).orElse(!objectLock().isNone());
  }

  /** Returns where roles are assumed; empty for AWS's own. A store that is not AWS has its own. */
  Optional<URI> stsEndpoint() {
    return address(STS_ENDPOINT_URL, values).or(() -> isAws() ? Optional.empty() : endpoint());
  }

  HttpProxies proxies(Map<String, String> environment) {
    return HttpProxies.of(values, environment);
  }

  Optional<AwsCredentialsProvider> credentials() {
    return Optional.ofNullable(credentials);
  }

  /** Shows the location and what was set, without secrets. */
  @Override
  public String toString() {
    return "S3Options[" + location.toUri() + " " + given + "]";
  }

  static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("S3 options: " + rule);
    }
  }

  private static S3Compatibility compatibility(StoreOptionValues values) {
    return values.get(S3Settings.COMPATIBILITY).at(address(ENDPOINT_URL, values));
  }

  private static Optional<URI> address(StoreOption<String> option, StoreOptionValues values) {
    return values.find(option).map(text -> toAddress(option, text));
  }

  private static URI toAddress(StoreOption<String> option, String text) {
    URI uri = URI.create(text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "Option '"
              + option.name()
              + "' has the form https://host:port, without user and password");
    }
    return uri;
  }

  private void checkAddresses() {
    List.of(ENDPOINT_URL, STS_ENDPOINT_URL, S3Settings.INSTANCE_METADATA_URL)
        .forEach(option -> address(option, values));
    proxies(Map.of());
  }

  private void checkObjectLock() {
    boolean asked = !objectLock().isNone() || values.get(S3Settings.CHECK_OBJECT_LOCK);
    require(
        !asked || values.find(S3Settings.OBJECT_LOCK).orElse(true),
        "'object-lock' is off, so objects can have no lock");
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
    List.of(
            S3Settings.CONNECT_TIMEOUT,
            S3Settings.READ_TIMEOUT,
            S3Settings.ATTEMPT_TIMEOUT,
            S3Settings.ROLE_DURATION)
        .forEach(
            option ->
                require(
                    values.get(option).compareTo(Duration.ZERO) > 0,
                    "'" + option.name() + "' is more than nothing, got " + values.get(option)));
    require(
        values.get(S3Settings.MAX_CONNECTIONS) > values.get(S3Settings.UPLOAD_THREADS),
        "'max-connections' is more than 'upload-threads'");
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

    /** Sets which store it is, for the defaults of other options. */
    public Builder compatibility(S3Compatibility compatibility) {
      return with(S3Settings.COMPATIBILITY, compatibility);
    }

    /** Sets the profile in the AWS configuration files. */
    public Builder profile(String profile) {
      return with(S3Settings.PROFILE, profile);
    }

    /** Sets fixed credentials. */
    public Builder credentials(String accessKeyId, Secret secretAccessKey) {
      return with(ACCESS_KEY_ID, accessKeyId.strip())
          .with(SECRET_ACCESS_KEY, secretAccessKey.strip());
    }

    /** Sets fixed temporary credentials. */
    public Builder credentials(String accessKeyId, Secret secretAccessKey, Secret sessionToken) {
      return credentials(accessKeyId, secretAccessKey).with(SESSION_TOKEN, sessionToken.strip());
    }

    /**
     * Sets where credentials come from; the caller closes it, if that is needed. It is asked for
     * every request, so what it returns may change at any time.
     */
    public Builder credentials(AwsCredentialsProvider provider) {
      credentials = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /** Sets a role to assume, with what credentials there are; by its ARN. */
    public Builder role(String arn) {
      return with(S3Settings.ROLE_ARN, arn);
    }

    /** Sets where requests name the bucket. */
    public Builder addressingStyle(AddressingStyle style) {
      return with(S3Settings.ADDRESSING_STYLE, style);
    }

    /** Sets when the SDK's checksums are used. */
    public Builder checksums(Checksums checksums) {
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

    /** Sets the lock of every object written; the bucket must have Object Lock enabled. */
    public Builder objectLock(S3ObjectLock lock) {
      if (lock.mode() != null) {
        with(S3Settings.OBJECT_LOCK_MODE, lock.mode());
      }
      if (lock.retainFor() != null) {
        with(S3Settings.RETAIN_FOR, lock.retainFor());
      }
      if (lock.retainUntil() != null) {
        with(S3Settings.RETAIN_UNTIL, lock.retainUntil());
      }
      return with(S3Settings.LEGAL_HOLD, lock.legalHold());
    }

    /** Sets the storage class of every object written. */
    public Builder storageClass(String storageClass) {
      return with(S3Settings.STORAGE_CLASS, storageClass);
    }

    /** Sets a PEM file of certificates to trust, besides those of the system. */
    public Builder caBundle(Path pemFile) {
      return with(S3Settings.CA_BUNDLE, pemFile.toString());
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
