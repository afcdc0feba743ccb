/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectLockedException;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.StoreMissingException;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Turns what the SDK throws into the errors of the SPI; the only place that does. The error codes
 * are those of the S3 API reference, "Error responses".
 */
final class S3Exceptions {

  /** What a failure says of the request. */
  enum Kind {
    NOT_FOUND,
    PRECONDITION,
    DENIED,
    /** The store answered that it cannot now. */
    BUSY,
    /** No connection came about, so nothing was sent. */
    UNREACHABLE,
    /** Something may have been sent, and no answer came, or none that can be read. */
    NO_ANSWER,
    INTERRUPTED,
    OTHER
  }

  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired");

  /** Those of STS are here too, because roles are assumed while a request is signed. */
  private static final Set<String> DENIED =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AccountProblem",
          "AllAccessDisabled",
          "AuthFailure",
          "AuthorizationHeaderMalformed",
          "IDPRejectedClaim",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidIdentityToken",
          "InvalidSecurity",
          "InvalidToken",
          "MissingAuthenticationToken",
          "MissingSecurityHeader",
          "NotSignedUp",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  private static final Set<String> BUSY =
      Set.of(
          "SlowDown",
          "RequestTimeout",
          "InternalError",
          "ServiceUnavailable",
          "Throttling",
          "OperationAborted");
  private static final Set<String> CONFLICT =
      Set.of("ConditionalRequestConflict", "ConcurrentModification");
  private static final Map<String, String> HINTS =
      Map.of(
          "NoSuchBucket", "Create the bucket, or check its name and 'endpoint-url'",
          "PermanentRedirect", "Check 'region' and 'endpoint-url'",
          "AuthorizationHeaderMalformed", "Check 'region'",
          "RequestTimeTooSkewed",
              "This machine's clock and the store's are too far apart. Set this machine's clock",
          "XAmzContentSHA256Mismatch", "Set 'checksums' to when-required",
          "InvalidRange", "The range begins behind the object's end");

  private static final Set<String> REASONLESS = Set.of("", "400", "401", "403");
  private static final String EXPIRED_HINT =
      "The credentials have expired and there are no newer ones. Renew them where they come from:"
          + " a file, a role or a provider is asked again, only fixed ones need a new store";

  private final S3Location location;

  S3Exceptions(S3Location location) {
    this.location = location;
  }

  /** Runs a read, translating its failure. */
  <T> T call(String operation, Object subject, Supplier<T> request) throws ObjectStoreException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw translate(operation, subject, e);
    }
  }

  ObjectStoreException translate(String operation, Object subject, SdkException e) {
    String message = message(operation, subject, e);
    return switch (kind(e)) {
      case NOT_FOUND -> new ObjectNotFoundException(message, e);
      case PRECONDITION -> new PreconditionFailedException(message, e);
      case DENIED -> new StoreAccessDeniedException(message, e);
      case BUSY, UNREACHABLE, NO_ANSWER -> ObjectStoreException.retryable(message, e);
      case INTERRUPTED -> interrupted(message, e);
      case OTHER ->
          "NoSuchBucket".equals(code(e))
              ? new StoreMissingException(message, e)
              : new ObjectStoreException(message, e);
    };
  }

  /** Translates what a bulk delete says of one key. */
  ObjectStoreException translate(ObjectKey key, S3Error error) {
    String message = prefix("delete", key) + error.code() + ": " + error.message();
    if (isDenied(error.code())) {
      return new StoreAccessDeniedException(message, null);
    }
    return BUSY.contains(error.code())
        ? ObjectStoreException.retryable(message, null)
        : new ObjectStoreException(message, null);
  }

  /** Translates the failure of a write under a condition. */
  ObjectStoreException translateWrite(ObjectKey key, WriteCondition condition, SdkException e) {
    boolean refused = kind(e) == Kind.PRECONDITION || kind(e) == Kind.NOT_FOUND;
    if (refused && condition instanceof WriteCondition.IfAbsent) {
      return new ObjectAlreadyExistsException(message("put", key, e), e);
    }
    if (refused && condition instanceof WriteCondition.IfMatch) {
      return new PreconditionFailedException(message("put", key, e), e);
    }
    return translate("put", key, e);
  }

  WriteOutcomeUnknownException outcomeUnknown(
      ObjectKey key, String what, @Nullable Throwable cause) {
    return new WriteOutcomeUnknownException(
        prefix("put", key) + what + ". Read the key to find out whether it was written", cause);
  }

  /** Translates a refusal to delete what is locked. */
  ObjectLockedException locked(ObjectKey key, S3ObjectLock.Found lock, @Nullable Throwable cause) {
    return new ObjectLockedException(prefix("delete", key) + lock.what(), lock.until(), cause);
  }

  /** Makes an error that no exception of the SDK stands for. */
  ObjectStoreException failure(
      String operation, Object subject, String what, @Nullable Throwable cause) {
    return new ObjectStoreException(prefix(operation, subject) + what, cause);
  }

  /** Makes an error of a stream being read, which a new request may mend. */
  ObjectStoreException broken(String operation, Object subject, String what, Throwable cause) {
    return ObjectStoreException.retryable(prefix(operation, subject) + what, cause);
  }

  static Kind kind(SdkException e) {
    if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      return Kind.INTERRUPTED;
    }
    return e instanceof SdkServiceException service ? serviceKind(service) : clientKind(e);
  }

  /** Returns the store's error code, empty if it gave none. */
  static String code(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return Objects.requireNonNullElse(service.awsErrorDetails().errorCode(), "");
    }
    return "";
  }

  /** Tells whether another write came in between, so that asking again gives the real answer. */
  static boolean isConflict(SdkException e) {
    return CONFLICT.contains(code(e));
  }

  /** Tells whether other credentials might have been taken; an answer to HEAD never says why. */
  static boolean mayBeOfCredentials(SdkException e) {
    return isBare(e) || (e instanceof SdkServiceException s && serviceKind(s) == Kind.DENIED);
  }

  /** Tells whether a request was refused without a reason, as HEAD is for want of a body. */
  static boolean isBare(SdkException e) {
    return Set.of(400, 401, 403).contains(status(e)) && REASONLESS.contains(code(e));
  }

  static int status(SdkException e) {
    return e instanceof SdkServiceException service ? service.statusCode() : 0;
  }

  /** Tells whether an answer came that is no XML: it was cut, or something else answered. */
  static boolean isUnreadable(Throwable e) {
    return e instanceof SdkClientException && e.getCause() instanceof XMLStreamException;
  }

  private static boolean isDenied(String code) {
    return DENIED.contains(code) || EXPIRED.contains(code);
  }

  private static Kind serviceKind(SdkServiceException e) {
    String code = code(e);
    if (isDenied(code)) {
      return Kind.DENIED;
    }
    if (BUSY.contains(code) || CONFLICT.contains(code)) {
      return Kind.BUSY;
    }
    return switch (e.statusCode()) {
      case 401, 403 -> Kind.DENIED;
      case 404 ->
          Set.of("", "404", "NoSuchKey", "NotFound").contains(code) ? Kind.NOT_FOUND : Kind.OTHER;
      case 412 -> Kind.PRECONDITION;
      case 429, 500, 502, 503, 504, 509 -> Kind.BUSY;
      default -> Kind.OTHER;
    };
  }

  private static Kind clientKind(SdkException e) {
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || isUnreadable(e)) {
      return Kind.NO_ANSWER;
    }
    if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("credentials")) {
      return Kind.DENIED;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof SSLHandshakeException) {
        return Kind.UNREACHABLE;
      }
      if (cause instanceof IOException) {
        return Kind.NO_ANSWER;
      }
    }
    return Kind.OTHER;
  }

  private static ObjectStoreException interrupted(String message, SdkException e) {
    Thread.currentThread().interrupt();
    return new ObjectStoreException(message, e);
  }

  private String message(String operation, Object subject, SdkException e) {
    String hint = hint(e);
    return prefix(operation, subject) + said(e) + (hint == null ? "" : ". " + hint);
  }

  private static String said(SdkException e) {
    String code = code(e);
    return (code.isEmpty() ? "" : code + ": ") + e.getMessage();
  }

  private static @Nullable String hint(SdkException e) {
    String known = HINTS.get(code(e));
    if (known != null) {
      return known;
    }
    if (EXPIRED.contains(code(e))) {
      return EXPIRED_HINT;
    }
    if (e.getCause() instanceof SSLHandshakeException) {
      return "Check 'endpoint-url', and that 'ca-bundle' has the authority of its certificate";
    }
    return switch (kind(e)) {
      case DENIED -> "Check the credentials and what they are allowed to do";
      case UNREACHABLE -> unreachable(e);
      default -> null;
    };
  }

  /** The SDK's message names no host that is not found; the JDK's is its name. */
  private static String unreachable(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "The host was not found: "
            + cause.getMessage()
            + ". Check 'endpoint-url' and 'region'; where the store has no host for each bucket"
            + " set 'addressing-style' to path";
      }
    }
    return "Check 'endpoint-url' and the proxy: 'proxy-url', HTTPS_PROXY and HTTP_PROXY, NO_PROXY";
  }

  private String prefix(String operation, Object subject) {
    return operation + " " + location.toUri() + " " + subject + ": ";
  }
}
