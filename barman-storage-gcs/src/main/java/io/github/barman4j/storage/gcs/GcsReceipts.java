/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.BaseServiceException;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.storage.spi.upload.FailedAttempt;
import io.github.barman4j.storage.spi.upload.WriteReceipts;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out whether a write happened, by the id in the object's metadata. */
final class GcsReceipts extends WriteReceipts<GcsWrite, BaseServiceException> {

  static final long ANY_SIZE = -1;

  private final GcsContext context;

  GcsReceipts(GcsContext context) {
    this.context = context;
  }

  /** Checks what the store says it has written. */
  ObjectMetadata confirm(GcsWrite write, GcsChecksum sent, StorageObject written)
      throws ObjectStoreException {
    ObjectMetadata metadata = GcsContext.metadata(write.key(), written);
    if (metadata.size() != sent.size() || !sent.base64().equals(written.getCrc32c())) {
      throw unknown(
          write,
          String.format(
              Locale.ROOT,
              "sent %d bytes of CRC32C %s, the store has written %d of CRC32C %s",
              sent.size(),
              sent.base64(),
              metadata.size(),
              written.getCrc32c()),
          null);
    }
    return metadata;
  }

  @Override
  protected FailedAttempt attempt(BaseServiceException failure) {
    return switch (GcsExceptions.kind(failure)) {
      case BUSY -> FailedAttempt.UNCERTAIN;
      case NO_ANSWER -> FailedAttempt.NO_ANSWER;
      case INTERRUPTED -> FailedAttempt.INTERRUPTED;
      case PRECONDITION -> FailedAttempt.PRECONDITION;
      case DENIED, UNREACHABLE, NOT_FOUND, OTHER -> FailedAttempt.REJECTED;
    };
  }

  /** {@link GcsHttp#repeat} notes what became of the attempts before in suppressed exceptions. */
  @Override
  protected boolean mayHaveArrivedBefore(BaseServiceException failure) {
    return Arrays.stream(failure.getSuppressed())
        .filter(BaseServiceException.class::isInstance)
        .map(BaseServiceException.class::cast)
        .anyMatch(before -> GcsExceptions.kind(before) != GcsExceptions.Kind.UNREACHABLE);
  }

  @Override
  protected Optional<ObjectMetadata> find(GcsWrite write, long size) {
    try {
      StorageObject found = context.resource(write.key());
      return isOf(write, size, found)
          ? Optional.of(GcsContext.metadata(write.key(), found))
          : Optional.empty();
    } catch (BaseServiceException e) {
      if (GcsExceptions.kind(e) == GcsExceptions.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  protected ObjectStoreException refusal(GcsWrite write, BaseServiceException failure) {
    return context.exceptions().translateWrite(write.key(), write.condition(), failure);
  }

  @Override
  protected WriteOutcomeUnknownException unknown(
      GcsWrite write, String what, @Nullable Throwable cause) {
    return context.exceptions().outcomeUnknown(write.key(), what, cause);
  }

  private static boolean isOf(GcsWrite write, long size, StorageObject found) {
    Map<String, String> metadata = found.getMetadata();
    boolean sameSize = size == ANY_SIZE || found.getSize().longValueExact() == size;
    return metadata != null && write.id().equals(metadata.get(GcsWrite.ID)) && sameSize;
  }
}
