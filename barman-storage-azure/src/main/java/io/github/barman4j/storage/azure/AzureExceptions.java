/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
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
import java.net.http.HttpConnectTimeoutException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the SDK throws into the errors of the SPI; the only place that does. The error codes
 * are those of "Blob service error codes".
 *
 * <p>The SDK has no root type: what fails on the way to the store comes as an {@link
 * java.io.UncheckedIOException}, an interrupt as a bare {@link RuntimeException}.
 */
final class AzureExceptions {

  /** What a failure says of the request. */
  enum Kind {
    NOT_FOUND,
    PRECONDITION,
    DENIED,
    /** The store answered that it cannot now. */
    BUSY,
    /** Blocks are gone, for another writer has committed its own at the key. */
    DISPLACED,
    /** No connection came about, so nothing was sent. */
    UNREACHABLE,
    /** Something may have been sent, and no answer came. */
    NO_ANSWER,
    INTERRUPTED,
    /** An immutability policy or a legal hold is on the object. */
    LOCKED,
    OTHER
  }

  private static final Set<String> DENIED =
      Set.of(
          "AuthenticationFailed",
          "AuthorizationFailure",
          "AuthorizationPermissionMismatch",
          "InsufficientAccountPermissions",
          "InvalidAuthenticationInfo",
          "NoAuthenticationInformation");
  private static final Set<String> BUSY =
      Set.of("ServerBusy", "InternalError", "OperationTimedOut", "SourceConditionNotMet");
  private static final Set<String> PRECONDITION =
      Set.of("BlobAlreadyExists", "ConditionNotMet", "TargetConditionNotMet");
  private static final Map<String, String> HINTS =
      Map.ofEntries(
          Map.entry("ContainerNotFound", "Create the container, or check its name"),
          Map.entry("AccountIsDisabled", "Ask for the account to be enabled"),
          Map.entry("InvalidRange", "The range begins behind the object's end"),
          Map.entry("BlobArchived", "Rehydrate the object: archived ones cannot be read"),
          Map.entry("SnapshotsPresent", "The object has snapshots, which have to be deleted first"),
          Map.entry("LeaseIdMissing", "Somebody holds a lease on the object"),
          Map.entry("BlobImmutableDueToPolicy", "An immutability policy or legal hold protects it"),
          Map.entry(
              "InvalidBlobOrBlock",
              "Blocks of another program wait at this key; they are gone after a week"),
          Map.entry(
              "FeatureNotSupportedForHierarchicalNamespaceAccount",
              "Set 'object-tags' to false, or use an account without hierarchical namespace"));

  private final AzureLocation location;

  AzureExceptions(AzureLocation location) {
    this.location = location;
  }

  /** Runs a request, translating its failure. */
  <T> T call(String operation, Object subject, Supplier<T> request) throws ObjectStoreException {
    try {
      return request.get();
    } catch (IllegalArgumentException refused) {
      throw refused;
    } catch (RuntimeException e) {
      throw translate(operation, subject, e);
    }
  }

  ObjectStoreException translate(String operation, Object subject, RuntimeException e) {
    String message = message(operation, subject, e);
    return switch (kind(e)) {
      case NOT_FOUND -> new ObjectNotFoundException(message, e);
      case PRECONDITION -> new PreconditionFailedException(message, e);
      case DENIED -> new StoreAccessDeniedException(message, e);
      case BUSY, DISPLACED, UNREACHABLE, NO_ANSWER -> ObjectStoreException.retryable(message, e);
      case INTERRUPTED -> interrupted(message, e);
      case LOCKED -> new ObjectLockedException(message, null, e);
      case OTHER ->
          "ContainerNotFound".equals(code(e))
              ? new StoreMissingException(message, e)
              : new ObjectStoreException(message, e);
    };
  }

  /** Translates the failure of a write under a condition. */
  ObjectStoreException translateWrite(ObjectKey key, WriteCondition condition, RuntimeException e) {
    boolean refused = Set.of(Kind.PRECONDITION, Kind.NOT_FOUND, Kind.DISPLACED).contains(kind(e));
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

  /** Makes an error that no exception of the SDK stands for. */
  ObjectStoreException failure(
      String operation, Object subject, String what, @Nullable Throwable cause) {
    return new ObjectStoreException(prefix(operation, subject) + what, cause);
  }

  /** Makes an error of a stream being read, which a new request may mend. */
  ObjectStoreException broken(String operation, Object subject, String what, Throwable cause) {
    return ObjectStoreException.retryable(prefix(operation, subject) + what, cause);
  }

  static Kind kind(RuntimeException e) {
    if (Thread.currentThread().isInterrupted() || isCausedBy(e, InterruptedException.class)) {
      return Kind.INTERRUPTED;
    }
    if (e instanceof ClientAuthenticationException) {
      return Kind.DENIED;
    }
    return e instanceof HttpResponseException answer && answer.getResponse() != null
        ? answerKind(answer)
        : clientKind(e);
  }

  /** Returns the store's error code, empty if it gave none. */
  static String code(RuntimeException e) {
    BlobErrorCode code = e instanceof BlobStorageException said ? said.getErrorCode() : null;
    return code == null ? "" : code.toString();
  }

  /** Returns the status of the answer, 0 if there was none. */
  static int status(RuntimeException e) {
    return e instanceof HttpResponseException answer && answer.getResponse() != null
        ? answer.getResponse().getStatusCode()
        : 0;
  }

  /** Returns how often a request was sent until this answer; 1 if the client does not tell. */
  static int attempts(RuntimeException e) {
    String attempt =
        e instanceof HttpResponseException answer && answer.getResponse() != null
            ? answer.getResponse().getHeaderValue(AzureHttp.ATTEMPT)
            : null;
    return attempt == null ? 1 : Integer.parseInt(attempt);
  }

  /** Tells whether an attempt before the last got further than to be refused a connection. */
  static boolean wasSentBefore(RuntimeException e) {
    return Arrays.stream(e.getSuppressed())
        .anyMatch(attempt -> isBroken(attempt) && !isUnreachable(attempt));
  }

  private static Kind answerKind(HttpResponseException e) {
    String code = code(e);
    if (DENIED.contains(code)) {
      return Kind.DENIED;
    }
    if (BUSY.contains(code)) {
      return Kind.BUSY;
    }
    if (PRECONDITION.contains(code)) {
      return Kind.PRECONDITION;
    }
    return switch (status(e)) {
      case 401, 403 -> Kind.DENIED;
      case 404 -> code.equals("BlobNotFound") ? Kind.NOT_FOUND : Kind.OTHER;
      case 409 -> code.equals("BlobImmutableDueToPolicy") ? Kind.LOCKED : Kind.OTHER;
      case 400 -> code.equals("InvalidBlockList") ? Kind.DISPLACED : Kind.OTHER;
      case 408, 429, 500, 502, 503, 504 -> Kind.BUSY;
      default -> Kind.OTHER;
    };
  }

  private static Kind clientKind(RuntimeException e) {
    if (isUnreachable(e)) {
      return Kind.UNREACHABLE;
    }
    return isBroken(e) ? Kind.NO_ANSWER : Kind.OTHER;
  }

  private static boolean isBroken(Throwable e) {
    return isCausedBy(e, IOException.class) || isCausedBy(e, TimeoutException.class);
  }

  private static boolean isUnreachable(Throwable e) {
    return isCausedBy(e, ConnectException.class)
        || isCausedBy(e, UnknownHostException.class)
        || isCausedBy(e, SSLHandshakeException.class)
        || isCausedBy(e, HttpConnectTimeoutException.class);
  }

  private static boolean isCausedBy(Throwable e, Class<? extends Throwable> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static ObjectStoreException interrupted(String message, RuntimeException e) {
    Thread.currentThread().interrupt();
    return new ObjectStoreException(message, e);
  }

  private String message(String operation, Object subject, RuntimeException e) {
    String hint = hint(e);
    return prefix(operation, subject) + said(e) + (hint == null ? "" : ". " + hint);
  }

  /** The SDK's message of an answer holds all of its body, so only its first line is shown. */
  private static String said(RuntimeException e) {
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String code = code(e);
    return code.isEmpty() || text.contains(code) ? text : code + ": " + text;
  }

  private static @Nullable String hint(RuntimeException e) {
    String known = HINTS.get(code(e));
    if (known != null) {
      return known;
    }
    return switch (kind(e)) {
      case DENIED -> "Check the credentials and what they are allowed to do";
      case UNREACHABLE ->
          "Nobody was reached. Check the account, 'endpoint-url' and the proxy: 'proxy-url',"
              + " HTTPS_PROXY and HTTP_PROXY, NO_PROXY";
      default -> null;
    };
  }

  private String prefix(String operation, Object subject) {
    return operation + " " + location.toUri() + " " + subject + ": ";
  }
}
