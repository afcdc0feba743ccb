/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.storage.spi.upload.FailedAttempt;
import io.github.barman4j.storage.spi.upload.WriteReceipts;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Finds out whether a write happened, by the id in the object's metadata. */
final class S3Receipts extends WriteReceipts<S3Write, SdkException> {

  private static final int NOT_FOUND = 404;
  private static final Pattern NOT_CONNECTED =
      Pattern.compile(
          "Connect to |Connection refused|Unknown ?Host|not known|PKIX|certificate",
          CASE_INSENSITIVE);

  private final S3Context context;

  S3Receipts(S3Context context) {
    this.context = context;
  }

  /** Confirms a write that the store says has succeeded, by asking for what it holds. */
  ObjectMetadata confirm(S3Write write, long size) throws ObjectStoreException {
    HeadObjectResponse head;
    try {
      head = context.client().headObject(context.requests().head(write.key()));
    } catch (SdkException e) {
      throw context
          .exceptions()
          .outcomeUnknown(write.key(), "written, but could not be confirmed: " + e.getMessage(), e);
    }
    if (!isOf(write, size, head)) {
      throw context
          .exceptions()
          .outcomeUnknown(
              write.key(),
              "sent " + size + " bytes, the store shows another object of " + head.contentLength(),
              null);
    }
    return S3Context.metadata(write.key(), head);
  }

  /** Tells whether a request that failed may have been done all the same. */
  static boolean isDoubtful(SdkException failure) {
    return attemptOf(failure).isDoubtful(arrivedBefore(failure));
  }

  @Override
  protected FailedAttempt attempt(SdkException failure) {
    return attemptOf(failure);
  }

  @Override
  protected boolean mayHaveArrivedBefore(SdkException failure) {
    return arrivedBefore(failure);
  }

  private static FailedAttempt attemptOf(SdkException failure) {
    return switch (S3Exceptions.kind(failure)) {
      case BUSY -> FailedAttempt.UNCERTAIN;
      case NO_ANSWER -> FailedAttempt.NO_ANSWER;
      case INTERRUPTED -> FailedAttempt.INTERRUPTED;
      case PRECONDITION -> FailedAttempt.PRECONDITION;
      case NOT_FOUND, OTHER ->
          isUploadGone(failure) ? FailedAttempt.UNCERTAIN : FailedAttempt.REJECTED;
      case DENIED, UNREACHABLE -> FailedAttempt.REJECTED;
    };
  }

  private static boolean arrivedBefore(SdkException failure) {
    return switch (S3Exceptions.kind(failure)) {
      case DENIED -> failure.numAttempts() != null && wasRepeated(failure);
      case UNREACHABLE -> wasRepeated(failure) && wasSentBefore(failure);
      default -> wasRepeated(failure);
    };
  }

  /** An upload that is completed is gone. */
  private static boolean isUploadGone(SdkException failure) {
    return S3Exceptions.code(failure).equals("NoSuchUpload");
  }

  private static boolean wasRepeated(SdkException failure) {
    Integer attempts = failure.numAttempts();
    return attempts == null || attempts > 1;
  }

  /** The SDK notes what became of the attempts before in suppressed exceptions. */
  private static boolean wasSentBefore(SdkException failure) {
    return Arrays.stream(failure.getSuppressed())
        .map(attempt -> String.valueOf(attempt.getMessage()))
        .anyMatch(said -> !NOT_CONNECTED.matcher(said).find());
  }

  @Override
  protected Optional<ObjectMetadata> find(S3Write write, long size) {
    try {
      HeadObjectResponse found = context.client().headObject(context.requests().head(write.key()));
      return isOf(write, size, found)
          ? Optional.of(S3Context.metadata(write.key(), found))
          : Optional.empty();
    } catch (SdkException e) {
      if (S3Exceptions.status(e) == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  protected ObjectStoreException refusal(S3Write write, SdkException failure) {
    return context.exceptions().translateWrite(write.key(), write.condition(), failure);
  }

  @Override
  protected WriteOutcomeUnknownException unknown(
      S3Write write, String what, @Nullable Throwable cause) {
    return context.exceptions().outcomeUnknown(write.key(), what, cause);
  }

  private static boolean isOf(S3Write write, long size, HeadObjectResponse head) {
    String id = head.hasMetadata() ? head.metadata().get(S3Requests.WRITE_ID) : null;
    return write.id().equals(id) && head.contentLength() == size;
  }
}
