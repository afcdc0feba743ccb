/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.storage.blob.models.BlobProperties;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.storage.spi.upload.FailedAttempt;
import io.github.barman4j.storage.spi.upload.WriteReceipts;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out whether a write happened, by the id in the object's metadata. */
final class AzureReceipts extends WriteReceipts<AzureWrite, RuntimeException> {

  private final AzureContext context;

  AzureReceipts(AzureContext context) {
    this.context = context;
  }

  /** Confirms a write that the store says has succeeded, by asking for what it holds. */
  ObjectMetadata confirm(AzureWrite write, long size) throws ObjectStoreException {
    BlobProperties held;
    try {
      held = context.requests().blob(write.key()).getProperties();
    } catch (RuntimeException e) {
      throw context
          .exceptions()
          .outcomeUnknown(write.key(), "written, but could not be confirmed: " + e.getMessage(), e);
    }
    if (!isOf(write, size, held)) {
      throw context
          .exceptions()
          .outcomeUnknown(
              write.key(),
              "sent " + size + " bytes, the store shows another object of " + held.getBlobSize(),
              null);
    }
    return AzureContext.metadata(write.key(), held);
  }

  @Override
  protected FailedAttempt attempt(RuntimeException failure) {
    return switch (AzureExceptions.kind(failure)) {
      case BUSY, DISPLACED -> FailedAttempt.UNCERTAIN;
      case NO_ANSWER -> FailedAttempt.NO_ANSWER;
      case INTERRUPTED -> FailedAttempt.INTERRUPTED;
      case PRECONDITION -> FailedAttempt.PRECONDITION;
      case NOT_FOUND, DENIED, LOCKED, UNREACHABLE, OTHER -> FailedAttempt.REJECTED;
    };
  }

  @Override
  protected boolean mayHaveArrivedBefore(RuntimeException failure) {
    return AzureExceptions.attempts(failure) > 1 || AzureExceptions.wasSentBefore(failure);
  }

  @Override
  protected Optional<ObjectMetadata> find(AzureWrite write, long size) {
    try {
      BlobProperties found = context.requests().blob(write.key()).getProperties();
      return isOf(write, size, found)
          ? Optional.of(AzureContext.metadata(write.key(), found))
          : Optional.empty();
    } catch (RuntimeException e) {
      if (AzureExceptions.kind(e) == AzureExceptions.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  protected ObjectStoreException refusal(AzureWrite write, RuntimeException failure) {
    return context.exceptions().translateWrite(write.key(), write.condition(), failure);
  }

  @Override
  protected WriteOutcomeUnknownException unknown(
      AzureWrite write, String what, @Nullable Throwable cause) {
    return context.exceptions().outcomeUnknown(write.key(), what, cause);
  }

  private static boolean isOf(AzureWrite write, long size, BlobProperties held) {
    Map<String, String> metadata = held.getMetadata();
    return write.id().equals(metadata.get(AzureRequests.WRITE_ID)) && held.getBlobSize() == size;
  }
}
