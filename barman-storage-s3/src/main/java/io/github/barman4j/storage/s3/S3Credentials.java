/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static io.github.barman4j.storage.s3.S3Settings.ACCESS_KEY_ID;
import static io.github.barman4j.storage.s3.S3Settings.CREDENTIALS_FILE;
import static io.github.barman4j.storage.s3.S3Settings.CREDENTIALS_SOURCE;
import static io.github.barman4j.storage.s3.S3Settings.INSTANCE_METADATA_URL;
import static io.github.barman4j.storage.s3.S3Settings.PROFILE;
import static io.github.barman4j.storage.s3.S3Settings.ROLE_ARN;
import static io.github.barman4j.storage.s3.S3Settings.ROLE_EXTERNAL_ID;
import static io.github.barman4j.storage.s3.S3Settings.ROLE_SESSION_NAME;
import static io.github.barman4j.storage.s3.S3Settings.SECRET_ACCESS_KEY;
import static io.github.barman4j.storage.s3.S3Settings.SESSION_TOKEN;
import static io.github.barman4j.storage.s3.S3Settings.WEB_IDENTITY_TOKEN_FILE;

import io.github.barman4j.storage.Secret;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Where a client's credentials come from. They are asked for again with every request, and all
 * sources but fixed ones and the environment bring newer ones when there are.
 *
 * <p>Closing closes what was made here, and not a provider of the caller's.
 */
final class S3Credentials implements AutoCloseable {

  /** Where credentials come from. */
  enum Source {
    AUTO,
    ENVIRONMENT,
    PROFILE,
    WEB_IDENTITY,
    CONTAINER,
    INSTANCE
  }

  private final S3Options options;
  private final AwsCredentialsProvider base;
  private final @Nullable StsClient sts;
  private final AwsCredentialsProvider provider;

  S3Credentials(S3Options options) {
    this.options = options;
    boolean web = isWebIdentity();
    boolean role = web || options.find(ROLE_ARN).isPresent();
    base = web ? anonymous() : base();
    sts = role ? S3Clients.sts(options, base) : null;
    provider = sts == null ? base : web ? webIdentity(sts) : assumedRole(sts);
  }

  AwsCredentialsProvider provider() {
    return this::resolve;
  }

  /** A token file that is missing is not an exception of the SDK's by itself. */
  private AwsCredentials resolve() {
    try {
      return provider.resolveCredentials();
    } catch (UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
      throw SdkClientException.create("Unable to load credentials: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (provider != base) {
      close(provider);
    }
    if (options.credentials().isEmpty()) {
      close(base);
    }
    if (sts != null) {
      sts.close();
    }
  }

  /**
   * Checks that what is given goes together.
   *
   * @throws IllegalArgumentException that names the options
   */
  static void check(S3Options options) {
    boolean key = options.find(ACCESS_KEY_ID).isPresent();
    boolean own = options.credentials().isPresent();
    Source source = options.get(CREDENTIALS_SOURCE);
    S3Options.require(
        key == options.find(SECRET_ACCESS_KEY).isPresent(),
        "'access-key-id' and 'secret-access-key' go together");
    S3Options.require(
        key || options.find(SESSION_TOKEN).isEmpty(), "'session-token' goes with 'access-key-id'");
    S3Options.require(
        !own || !key, "Give either credentials of your own or 'access-key-id', not both");
    S3Options.require(
        source == Source.AUTO || !(key || own),
        "'credentials-source' and credentials that are given exclude each other");
    S3Options.require(
        options.find(ACCESS_KEY_ID).filter(String::isBlank).isEmpty(), "'access-key-id' is blank");
    List.of(SECRET_ACCESS_KEY, SESSION_TOKEN)
        .forEach(
            option ->
                S3Options.require(
                    options.find(option).filter(Secret::isBlank).isEmpty(),
                    "'" + option.name() + "' is blank"));
    checkSources(options, source);
  }

  private static void checkSources(S3Options options, Source source) {
    S3Options.require(
        options.find(INSTANCE_METADATA_URL).isEmpty() || source == Source.INSTANCE,
        "'instance-metadata-url' goes with 'credentials-source' being instance");
    S3Options.require(
        options.find(WEB_IDENTITY_TOKEN_FILE).isEmpty()
            || source == Source.AUTO
            || source == Source.WEB_IDENTITY,
        "'web-identity-token-file' goes with 'credentials-source' being auto or web-identity");
    S3Options.require(
        options.find(WEB_IDENTITY_TOKEN_FILE).isEmpty() || options.find(ROLE_ARN).isPresent(),
        "'web-identity-token-file' goes with 'role-arn'");
    S3Options.require(
        options.find(ROLE_EXTERNAL_ID).isEmpty() || options.find(ROLE_ARN).isPresent(),
        "'role-external-id' goes with 'role-arn'");
  }

  private boolean isWebIdentity() {
    return options.find(WEB_IDENTITY_TOKEN_FILE).isPresent()
        || options.get(CREDENTIALS_SOURCE) == Source.WEB_IDENTITY;
  }

  private AwsCredentialsProvider base() {
    return options
        .credentials()
        .or(() -> options.find(ACCESS_KEY_ID).map(this::fixed))
        .orElseGet(this::ofSource);
  }

  private AwsCredentialsProvider ofSource() {
    return switch (options.get(CREDENTIALS_SOURCE)) {
      case AUTO -> options.find(CREDENTIALS_FILE).isPresent() ? profile() : chain();
      case ENVIRONMENT -> EnvironmentVariableCredentialsProvider.create();
      case PROFILE -> profile();
      case CONTAINER -> ContainerCredentialsProvider.create();
      case INSTANCE -> instance();
      case WEB_IDENTITY -> anonymous();
    };
  }

  private AwsCredentialsProvider fixed(String id) {
    String secret = options.get(SECRET_ACCESS_KEY).reveal();
    AwsCredentials credentials =
        options
            .find(SESSION_TOKEN)
            .map(Secret::reveal)
            .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
            .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    return StaticCredentialsProvider.create(credentials);
  }

  private AwsCredentialsProvider chain() {
    return DefaultCredentialsProvider.builder()
        .profileFile(S3ProfileFiles.ofEnvironment())
        .profileName(options.find(PROFILE).orElse(null))
        .build();
  }

  private AwsCredentialsProvider profile() {
    return ProfileCredentialsProvider.builder()
        .profileFile(
            options
                .find(CREDENTIALS_FILE)
                .map(Path::of)
                .map(S3ProfileFiles::of)
                .orElseGet(S3ProfileFiles::ofEnvironment))
        .profileName(options.find(PROFILE).orElse(null))
        .build();
  }

  private AwsCredentialsProvider instance() {
    InstanceProfileCredentialsProvider.Builder builder =
        InstanceProfileCredentialsProvider.builder();
    options.find(INSTANCE_METADATA_URL).ifPresent(builder::endpoint);
    return builder.build();
  }

  /** A token is all that a request for a web identity carries. */
  private static AwsCredentialsProvider anonymous() {
    return AnonymousCredentialsProvider.create();
  }

  private AwsCredentialsProvider assumedRole(StsClient client) {
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder()
            .roleArn(options.get(ROLE_ARN))
            .roleSessionName(options.get(ROLE_SESSION_NAME))
            .durationSeconds((int) options.get(S3Settings.ROLE_DURATION).toSeconds());
    options.find(ROLE_EXTERNAL_ID).map(Secret::reveal).ifPresent(request::externalId);
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(client)
        .refreshRequest(request.build())
        .build();
  }

  private AwsCredentialsProvider webIdentity(StsClient client) {
    StsWebIdentityTokenFileCredentialsProvider.Builder builder =
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(client)
            .roleSessionName(options.get(ROLE_SESSION_NAME));
    options
        .find(ROLE_ARN)
        .ifPresent(role -> builder.roleArn(role).refreshRequest(webIdentityRequest(role)));
    options.find(WEB_IDENTITY_TOKEN_FILE).map(Path::of).ifPresent(builder::webIdentityTokenFile);
    return builder.build();
  }

  /** A request that is given replaces the name as well, and the provider wants the role twice. */
  private AssumeRoleWithWebIdentityRequest webIdentityRequest(String role) {
    return AssumeRoleWithWebIdentityRequest.builder()
        .roleArn(role)
        .roleSessionName(options.get(ROLE_SESSION_NAME))
        .durationSeconds((int) options.get(S3Settings.ROLE_DURATION).toSeconds())
        .build();
  }

  private static void close(AwsCredentialsProvider provider) {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }

  /** Returns what is signed with now; empty if there is nothing. */
  Optional<AwsCredentials> current() {
    try {
      return Optional.of(resolve());
    } catch (SdkException e) {
      return Optional.empty();
    }
  }
}
