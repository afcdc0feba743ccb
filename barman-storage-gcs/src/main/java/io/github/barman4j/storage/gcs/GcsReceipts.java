/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.BaseServiceException;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out whether a write happened.
 *
 * <p>A request whose answer was lost is repeated; the repetition of a conditional write that had
 * succeeded is then refused by its own object. Each write therefore leaves its id in the object's
 * metadata, and is recognised by it.
 */
final class GcsReceipts {

  static final long ANY_SIZE = -1;

  private final GcsContext context;

  GcsReceipts(GcsContext context) {
    this.context = context;
  }

  /**
   * Decides on a write that failed: returns the object if it was written all the same.
   *
   * @throws ObjectStoreException what became of it
   */
  ObjectMetadata resolve(GcsWrite write, long size, BaseServiceException failure)
      throws ObjectStoreException {
    if (!isDoubtful(failure)) {
      throw context.exceptions().translateWrite(write.key(), write.condition(), failure);
    }
    GcsExceptions.Kind kind = GcsExceptions.kind(failure);
    boolean interrupted = Thread.interrupted();
    try {
      Optional<StorageObject> found = find(write, failure);
      if (found.isPresent() && isOf(write, size, found.get())) {
        return GcsContext.metadata(write.key(), found.get());
      }
      throw notFoundAfter(write, failure, interrupted || kind == GcsExceptions.Kind.NO_ANSWER);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Checks what the store says it has written. */
  ObjectMetadata confirm(GcsWrite write, GcsChecksum sent, StorageObject written)
      throws ObjectStoreException {
    ObjectMetadata metadata = GcsContext.metadata(write.key(), written);
    if (metadata.size() != sent.size() || !sent.base64().equals(written.getCrc32c())) {
      throw context
          .exceptions()
          .outcomeUnknown(
              write.key(),
              "sent %d bytes of CRC32C %s, the store has written %d of CRC32C %s"
                  .formatted(sent.size(), sent.base64(), metadata.size(), written.getCrc32c()),
              null);
    }
    return metadata;
  }

  private static boolean isDoubtful(BaseServiceException failure) {
    return switch (GcsExceptions.kind(failure)) {
      case BUSY, NO_ANSWER, INTERRUPTED, PRECONDITION -> true;
      case DENIED, UNREACHABLE, NOT_FOUND, OTHER -> false;
    };
  }

  private Optional<StorageObject> find(GcsWrite write, BaseServiceException failure)
      throws ObjectStoreException {
    try {
      return Optional.of(context.resource(write.key()));
    } catch (BaseServiceException e) {
      if (GcsExceptions.kind(e) == GcsExceptions.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      failure.addSuppressed(e);
      throw context
          .exceptions()
          .outcomeUnknown(write.key(), "no answer to rely on: " + failure.getMessage(), failure);
    }
  }

  private ObjectStoreException notFoundAfter(
      GcsWrite write, BaseServiceException failure, boolean noAnswer) {
    if (noAnswer) {
      return context
          .exceptions()
          .outcomeUnknown(
              write.key(), "no answer, not visible yet: " + failure.getMessage(), failure);
    }
    return context.exceptions().translateWrite(write.key(), write.condition(), failure);
  }

  private static boolean isOf(GcsWrite write, long size, StorageObject found) {
    Map<String, String> metadata = found.getMetadata();
    boolean sameSize = size == ANY_SIZE || found.getSize().longValueExact() == size;
    return metadata != null && write.id().equals(metadata.get(GcsWrite.ID)) && sameSize;
  }
}
