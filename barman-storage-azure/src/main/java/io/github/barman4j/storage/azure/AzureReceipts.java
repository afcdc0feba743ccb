/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.storage.blob.models.BlobProperties;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out whether a write happened.
 *
 * <p>The SDK repeats a request whose answer was lost; the repetition of a conditional write that
 * had succeeded is then refused by its own object. Each write therefore leaves its id in the
 * object's metadata, and is recognised by it.
 */
final class AzureReceipts {

  private final AzureContext context;

  AzureReceipts(AzureContext context) {
    this.context = context;
  }

  /**
   * Decides on a write that failed: returns the object if it was written all the same.
   *
   * @throws ObjectStoreException what became of it
   */
  ObjectMetadata resolve(AzureWrite write, long size, RuntimeException failure)
      throws ObjectStoreException {
    if (!isDoubtful(failure)) {
      throw context.exceptions().translateWrite(write.key(), write.condition(), failure);
    }
    boolean interrupted =
        Thread.interrupted() || AzureExceptions.kind(failure) == AzureExceptions.Kind.INTERRUPTED;
    try {
      Optional<BlobProperties> found = head(write, failure);
      if (found.isPresent() && isOf(write, size, found.get())) {
        return AzureContext.metadata(write.key(), found.get());
      }
      throw notFoundAfter(write, failure, interrupted);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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

  /** Tells whether a request that failed may have been done all the same. */
  private static boolean isDoubtful(RuntimeException failure) {
    return switch (AzureExceptions.kind(failure)) {
      case BUSY, NO_ANSWER, INTERRUPTED, PRECONDITION, DISPLACED -> true;
      case NOT_FOUND, DENIED, LOCKED, OTHER -> AzureExceptions.attempts(failure) > 1;
      case UNREACHABLE -> AzureExceptions.wasSentBefore(failure);
    };
  }

  private Optional<BlobProperties> head(AzureWrite write, RuntimeException failure)
      throws ObjectStoreException {
    try {
      return Optional.of(context.requests().blob(write.key()).getProperties());
    } catch (RuntimeException e) {
      if (AzureExceptions.kind(e) == AzureExceptions.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      failure.addSuppressed(e);
      throw context
          .exceptions()
          .outcomeUnknown(write.key(), "no answer to rely on: " + failure.getMessage(), failure);
    }
  }

  private ObjectStoreException notFoundAfter(
      AzureWrite write, RuntimeException failure, boolean interrupted) {
    if (interrupted || AzureExceptions.kind(failure) == AzureExceptions.Kind.NO_ANSWER) {
      return context
          .exceptions()
          .outcomeUnknown(
              write.key(), "no answer, not visible yet: " + failure.getMessage(), failure);
    }
    return context.exceptions().translateWrite(write.key(), write.condition(), failure);
  }

  private static boolean isOf(AzureWrite write, long size, BlobProperties held) {
    Map<String, String> metadata = held.getMetadata();
    return write.id().equals(metadata.get(AzureRequests.WRITE_ID)) && held.getBlobSize() == size;
  }
}
