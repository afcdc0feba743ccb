/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.auth.Retryable;
import com.google.cloud.BaseServiceException;
import com.google.cloud.storage.StorageException;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.StoreMissingException;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the SDK throws into the errors of the SPI; the only place that does. The statuses are
 * those of "HTTP status and error codes for JSON" in Google's reference.
 */
final class GcsExceptions {

  /** What a failure says of the request. */
  enum Kind {
    NOT_FOUND,
    PRECONDITION,
    DENIED,
    /** The store answered that it cannot now. */
    BUSY,
    /** No connection came about, so nothing was sent. */
    UNREACHABLE,
    /** Something may have been sent, and no answer came. */
    NO_ANSWER,
    INTERRUPTED,
    OTHER
  }

  private static final String NO_BUCKET = "bucket does not exist";

  private final GcsLocation location;

  GcsExceptions(GcsLocation location) {
    this.location = location;
  }

  /** Runs a request, translating its failure. */
  <T> T call(String operation, Object subject, Supplier<T> request) throws ObjectStoreException {
    try {
      return checked(request);
    } catch (BaseServiceException e) {
      throw translate(operation, subject, e);
    }
  }

  /**
   * Runs a request; credentials that cannot renew a token that was refused throw what they like.
   */
  static <T> T checked(Supplier<T> request) {
    try {
      return request.get();
    } catch (IllegalStateException e) {
      throw tokenRefused(e);
    }
  }

  static StorageException tokenRefused(IllegalStateException e) {
    return new StorageException(
        401, "The access token was refused and cannot be renewed: " + e.getMessage(), e);
  }

  ObjectStoreException translate(String operation, Object subject, BaseServiceException e) {
    String message = message(operation, subject, e);
    return switch (kind(e)) {
      case NOT_FOUND -> new ObjectNotFoundException(message, e);
      case PRECONDITION -> new PreconditionFailedException(message, e);
      case DENIED -> new StoreAccessDeniedException(message, e);
      case BUSY, UNREACHABLE, NO_ANSWER -> ObjectStoreException.retryable(message, e);
      case INTERRUPTED -> interrupted(message, e);
      case OTHER ->
          String.valueOf(e.getMessage()).contains(NO_BUCKET)
              ? new StoreMissingException(message, e)
              : new ObjectStoreException(message, e);
    };
  }

  /** Translates the failure of a write under a condition. */
  ObjectStoreException translateWrite(
      ObjectKey key, WriteCondition condition, BaseServiceException e) {
    Kind kind = kind(e);
    if (kind == Kind.PRECONDITION && condition instanceof WriteCondition.IfAbsent) {
      return new ObjectAlreadyExistsException(message("put", key, e), e);
    }
    if (kind == Kind.NOT_FOUND) {
      return ObjectStoreException.retryable(
          message("put", key, e) + ". The upload is gone from the store; put again", e);
    }
    return translate("put", key, e);
  }

  WriteOutcomeUnknownException outcomeUnknown(
      ObjectKey key, String what, @Nullable Throwable cause) {
    return new WriteOutcomeUnknownException(
        prefix("put", key) + what + ". Read the key to find out whether it was written", cause);
  }

  /** Makes an error that no exception of the SDK stands for. */
  ObjectStoreException failure(
      String operation, Object subject, String what, @Nullable Throwable cause) {
    return new ObjectStoreException(prefix(operation, subject) + what, cause);
  }

  /** Makes an error of a stream being read, which a new request may mend. */
  ObjectStoreException broken(
      String operation, Object subject, String what, @Nullable Throwable cause) {
    return ObjectStoreException.retryable(prefix(operation, subject) + what, cause);
  }

  static Kind kind(BaseServiceException e) {
    if (Thread.currentThread().isInterrupted() || isInterrupt(e)) {
      return Kind.INTERRUPTED;
    }
    return switch (e.getCode()) {
      case 401, 403 -> Kind.DENIED;
      case 404, 410 ->
          String.valueOf(e.getMessage()).contains(NO_BUCKET) ? Kind.OTHER : Kind.NOT_FOUND;
      case 412 -> Kind.PRECONDITION;
      case 408, 429, 500, 502, 503, 504 -> Kind.BUSY;
      default -> e.getCode() >= 400 ? Kind.OTHER : clientKind(e);
    };
  }

  /** Tells whether the same request may succeed later. */
  static boolean mayPass(BaseServiceException e) {
    return switch (kind(e)) {
      case BUSY, UNREACHABLE, NO_ANSWER -> true;
      case NOT_FOUND, PRECONDITION, DENIED, INTERRUPTED, OTHER -> false;
    };
  }

  private static Kind clientKind(BaseServiceException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Retryable auth) {
        return auth.isRetryable() ? Kind.BUSY : Kind.DENIED;
      }
      if (cause instanceof GcsCredentialsException || cause instanceof IllegalStateException) {
        return Kind.DENIED;
      }
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof SSLHandshakeException) {
        return Kind.UNREACHABLE;
      }
    }
    return isIo(e) ? Kind.NO_ANSWER : Kind.OTHER;
  }

  private static boolean isIo(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInterrupt(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean timeout = cause instanceof SocketTimeoutException;
      if (cause instanceof InterruptedException
          || (cause instanceof InterruptedIOException && !timeout)) {
        return true;
      }
    }
    return false;
  }

  private static ObjectStoreException interrupted(String message, BaseServiceException e) {
    Thread.currentThread().interrupt();
    return new ObjectStoreException(message, e);
  }

  private String message(String operation, Object subject, BaseServiceException e) {
    String hint = hint(e);
    return prefix(operation, subject) + said(e) + (hint == null ? "" : ". " + hint);
  }

  private static String said(BaseServiceException e) {
    String status = e.getCode() > 0 ? e.getCode() + " " : "";
    String reason = e.getReason() == null ? "" : e.getReason() + ": ";
    return status + reason + String.valueOf(e.getMessage()).strip();
  }

  private static @Nullable String hint(BaseServiceException e) {
    if (String.valueOf(e.getMessage()).contains(NO_BUCKET)) {
      return "Create the bucket, or check its name and 'endpoint-url'";
    }
    if (e.getCode() == 416) {
      return "The range begins behind the object's end";
    }
    return switch (kind(e)) {
      case DENIED -> "Check the credentials and what they are allowed to do";
      case UNREACHABLE ->
          "Check 'endpoint-url' and the proxy: 'proxy-url', HTTPS_PROXY and HTTP_PROXY, NO_PROXY";
      default -> null;
    };
  }

  private String prefix(String operation, Object subject) {
    return operation + " " + location.toUri() + " " + subject + ": ";
  }
}
