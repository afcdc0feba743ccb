/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** Makes the SDK's client from options. */
final class S3Clients {

  private S3Clients() {}

  static S3Client create(S3Options options) {
    S3Credentials credentials = new S3Credentials(options);
    return new S3Rotation(s3(options, credentials.provider()), credentials);
  }

  private static S3Client s3(S3Options options, AwsCredentialsProvider credentials) {
    S3ClientBuilder builder =
        common(S3Client.builder(), options, options.endpoint(), credentials)
            .serviceConfiguration(
                config -> config.chunkedEncodingEnabled(options.get(S3Settings.CHUNKED_ENCODING)))
            .forcePathStyle(isPathStyle(options));
    checksums(builder, options);
    options.endpoint().ifPresent(builder::endpointOverride);
    if (options.get(S3Settings.CONTENT_MD5)) {
      builder.addPlugin(LegacyMd5Plugin.create());
    }
    return builder.build();
  }

  /** Returns the client that assumes roles with these credentials. */
  static StsClient sts(S3Options options, AwsCredentialsProvider credentials) {
    StsClientBuilder builder =
        common(StsClient.builder(), options, options.stsEndpoint(), credentials);
    options.stsEndpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B common(
      B builder, S3Options options, Optional<URI> endpoint, AwsCredentialsProvider credentials) {
    region(options).ifPresent(builder::region);
    return builder
        .httpClientBuilder(S3Http.builder(options, endpoint.orElse(null)))
        .credentialsProvider(credentials)
        .overrideConfiguration(
            config ->
                config
                    .apiCallAttemptTimeout(options.get(S3Settings.ATTEMPT_TIMEOUT))
                    .retryStrategy(retries(options)));
  }

  /** S3 answers a race of conditional writes with 409 and asks to try again, Ceph does alike. */
  private static StandardRetryStrategy retries(S3Options options) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(options.get(S3Settings.MAX_ATTEMPTS))
        .retryOnException(S3Clients::isConflict)
        .retryOnException(S3Exceptions::isUnreadable)
        .build();
  }

  private static boolean isConflict(Throwable e) {
    return e instanceof AwsServiceException failure
        && failure.statusCode() == 409
        && S3Exceptions.isConflict(failure);
  }

  private static void checksums(S3ClientBuilder builder, S3Options options) {
    boolean supported = options.get(S3Settings.CHECKSUMS) == S3Options.Checksums.WHEN_SUPPORTED;
    builder
        .requestChecksumCalculation(
            supported
                ? RequestChecksumCalculation.WHEN_SUPPORTED
                : RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(
            supported
                ? ResponseChecksumValidation.WHEN_SUPPORTED
                : ResponseChecksumValidation.WHEN_REQUIRED);
  }

  /** Without an endpoint the SDK's whole chain may answer; an endpoint does not need it to. */
  private static Optional<Region> region(S3Options options) {
    Optional<Region> set = options.find(S3Settings.REGION).map(Region::of);
    if (set.isPresent() || options.endpoint().isEmpty()) {
      return set;
    }
    return Optional.of(localRegion().orElse(Region.US_EAST_1));
  }

  private static Optional<Region> localRegion() {
    try {
      return Optional.ofNullable(
          new AwsRegionProviderChain(
                  new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
              .getRegion());
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  private static boolean isPathStyle(S3Options options) {
    return switch (options.get(S3Settings.ADDRESSING_STYLE)) {
      case PATH -> true;
      case VIRTUAL -> false;
      case AUTO -> options.endpoint().map(endpoint -> !isAccelerated(endpoint)).orElse(false);
    };
  }

  /** Transfer Acceleration is by the bucket's own host only. */
  private static boolean isAccelerated(URI endpoint) {
    return endpoint.getHost().startsWith("s3-accelerate.");
  }
}
