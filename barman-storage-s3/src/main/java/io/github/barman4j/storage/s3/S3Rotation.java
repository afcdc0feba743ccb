/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * A client that asks once more if a request was refused with credentials that have been replaced
 * meanwhile: the SDK repeats none with others than it began with. Closes the credentials too.
 */
final class S3Rotation extends DelegatingS3Client {

  private static final Logger LOG = LoggerFactory.getLogger(S3Rotation.class);

  private final S3Credentials credentials;

  S3Rotation(S3Client client, S3Credentials credentials) {
    super(client);
    this.credentials = credentials;
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    Optional<AwsCredentials> used = credentials.current();
    try {
      return operation.apply(request);
    } catch (SdkException e) {
      if (!isRefused(e) || !areReplaced(used)) {
        throw e;
      }
      LOG.info("A request failed whose credentials have been replaced, sending it with the new");
      return again(request, operation, e);
    }
  }

  @Override
  public void close() {
    super.close();
    credentials.close();
  }

  /** A store that refuses without reading a body cuts the connection before its answer is read. */
  private static boolean isRefused(SdkException e) {
    return S3Exceptions.mayBeOfCredentials(e)
        || S3Exceptions.kind(e) == S3Exceptions.Kind.NO_ANSWER;
  }

  private boolean areReplaced(Optional<AwsCredentials> used) {
    Optional<AwsCredentials> now = credentials.current();
    return now.isPresent() && !now.equals(used);
  }

  /** Attempts are added up, because a write that was tried before may be there already. */
  private static <T, R> R again(T request, Function<T, R> operation, SdkException first) {
    try {
      return operation.apply(request);
    } catch (SdkException e) {
      e.addSuppressed(first);
      int before = attempts(first) - 1;
      if (before == 0) {
        throw e;
      }
      throw e.toBuilder().numAttempts(before + attempts(e)).build();
    }
  }

  private static int attempts(SdkException e) {
    return Objects.requireNonNullElse(e.numAttempts(), 1);
  }
}
