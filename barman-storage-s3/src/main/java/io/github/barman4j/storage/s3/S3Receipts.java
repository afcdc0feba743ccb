/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Finds out whether a write happened.
 *
 * <p>The SDK repeats a request whose answer was lost, and so may what is between here and the
 * store; the repetition of a conditional write that had succeeded is then refused by its own
 * object. Each write therefore leaves its id in the object's metadata, and is recognised by it.
 */
final class S3Receipts {

  private static final int NOT_FOUND = 404;
  private static final Pattern NOT_CONNECTED =
      Pattern.compile(
          "Connect to |Connection refused|Unknown ?Host|not known|PKIX|certificate",
          CASE_INSENSITIVE);

  private final S3Context context;

  S3Receipts(S3Context context) {
    this.context = context;
  }

  /**
   * Decides on a write that failed: returns the object if it was written all the same.
   *
   * @throws ObjectStoreException what became of it
   */
  ObjectMetadata resolve(S3Write write, long size, SdkException failure)
      throws ObjectStoreException {
    if (!isDoubtful(failure)) {
      throw context.exceptions().translateWrite(write.key(), write.condition(), failure);
    }
    boolean interrupted = Thread.interrupted();
    try {
      Optional<HeadObjectResponse> found = head(write, failure);
      if (found.isPresent() && isOf(write, size, found.get())) {
        return S3Context.metadata(write.key(), found.get());
      }
      throw notFoundAfter(write, failure, interrupted);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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
    return switch (S3Exceptions.kind(failure)) {
      case BUSY, NO_ANSWER, INTERRUPTED, PRECONDITION -> true;
      case NOT_FOUND, OTHER -> wasRepeated(failure) || isUploadGone(failure);
      case DENIED -> failure.numAttempts() != null && wasRepeated(failure);
      case UNREACHABLE -> wasRepeated(failure) && wasSentBefore(failure);
    };
  }

  /** What was sent once and refused is taken to be refused, unless it is there all the same. */
  private static boolean isRefused(SdkException failure) {
    return S3Exceptions.kind(failure) == S3Exceptions.Kind.PRECONDITION && !wasRepeated(failure);
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

  private Optional<HeadObjectResponse> head(S3Write write, SdkException failure)
      throws ObjectStoreException {
    try {
      return Optional.of(context.client().headObject(context.requests().head(write.key())));
    } catch (SdkException e) {
      if (S3Exceptions.status(e) == NOT_FOUND || isRefused(failure)) {
        return Optional.empty();
      }
      failure.addSuppressed(e);
      throw context
          .exceptions()
          .outcomeUnknown(write.key(), "no answer to rely on: " + failure.getMessage(), failure);
    }
  }

  private ObjectStoreException notFoundAfter(
      S3Write write, SdkException failure, boolean interrupted) {
    if (interrupted || S3Exceptions.kind(failure) == S3Exceptions.Kind.NO_ANSWER) {
      return context
          .exceptions()
          .outcomeUnknown(
              write.key(), "no answer, not visible yet: " + failure.getMessage(), failure);
    }
    return context.exceptions().translateWrite(write.key(), write.condition(), failure);
  }

  private static boolean isOf(S3Write write, long size, HeadObjectResponse head) {
    String id = head.hasMetadata() ? head.metadata().get(S3Requests.WRITE_ID) : null;
    return write.id().equals(id) && head.contentLength() == size;
  }
}
