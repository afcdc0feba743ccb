/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.Secret;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes the SDK's client from options. */
final class S3Clients {

  private S3Clients() {}

  static S3Client create(S3Options options) {
    boolean aws = options.isAws();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(http(options))
            .credentialsProvider(credentials(options))
            .overrideConfiguration(
                config ->
                    config
                        .apiCallAttemptTimeout(options.get(S3Settings.ATTEMPT_TIMEOUT))
                        .retryStrategy(retries(options)))
            .serviceConfiguration(
                config ->
                    config.chunkedEncodingEnabled(
                        options.find(S3Settings.CHUNKED_ENCODING).orElse(aws)))
            .forcePathStyle(isPathStyle(options));
    checksums(builder, options, aws);
    options.endpoint().ifPresent(builder::endpointOverride);
    region(options).ifPresent(builder::region);
    if (options.get(S3Settings.CONTENT_MD5)) {
      builder.addPlugin(LegacyMd5Plugin.create());
    }
    return builder.build();
  }

  /** Set explicitly, because the SDK takes what it finds when there are several. */
  private static SdkHttpClient.Builder<?> http(S3Options options) {
    return Apache5HttpClient.builder()
        .maxConnections(options.get(S3Settings.MAX_CONNECTIONS))
        .connectionTimeout(options.get(S3Settings.CONNECT_TIMEOUT))
        .connectionAcquisitionTimeout(options.get(S3Settings.READ_TIMEOUT))
        .socketTimeout(options.get(S3Settings.READ_TIMEOUT))
        .tcpKeepAlive(true);
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

  private static void checksums(S3ClientBuilder builder, S3Options options, boolean aws) {
    boolean supported =
        switch (options.get(S3Settings.CHECKSUMS)) {
          case AUTO -> aws;
          case WHEN_SUPPORTED -> true;
          case WHEN_REQUIRED -> false;
        };
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

  private static AwsCredentialsProvider credentials(S3Options options) {
    return options
        .credentials()
        .or(() -> options.find(S3Settings.ACCESS_KEY_ID).map(id -> fixed(id, options)))
        .orElseGet(
            () ->
                DefaultCredentialsProvider.builder()
                    .profileName(options.find(S3Settings.PROFILE).orElse(null))
                    .build());
  }

  private static AwsCredentialsProvider fixed(String id, S3Options options) {
    String secret = options.get(S3Settings.SECRET_ACCESS_KEY).reveal();
    AwsCredentials credentials =
        options
            .find(S3Settings.SESSION_TOKEN)
            .map(Secret::reveal)
            .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
            .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    return StaticCredentialsProvider.create(credentials);
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
      case AUTO -> options.endpoint().map(S3Clients::isAddress).orElse(false);
    };
  }

  private static boolean isAddress(URI endpoint) {
    String host = endpoint.getHost();
    return host.equals("localhost") || host.startsWith("[") || host.matches("[0-9.]+");
  }
}
