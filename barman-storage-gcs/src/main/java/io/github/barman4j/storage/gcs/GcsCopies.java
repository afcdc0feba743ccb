/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.cloud.BaseServiceException;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage.CopyRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import java.io.InterruptedIOException;

/** Copies inside the store: a rewrite, called until it says that it is done. */
final class GcsCopies {

  private final GcsContext context;
  private final GcsReceipts receipts;

  GcsCopies(GcsContext context) {
    this.context = context;
    receipts = new GcsReceipts(context);
  }

  ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    GcsWrite write = GcsWrite.of(target, options);
    try {
      return GcsContext.metadata(target, rewrite(source, write));
    } catch (BaseServiceException e) {
      if (GcsExceptions.kind(e) == GcsExceptions.Kind.NOT_FOUND) {
        throw context.exceptions().translate("copy", source + " to " + target, e);
      }
      return receipts.resolve(write, GcsReceipts.ANY_SIZE, e);
    } catch (IllegalStateException e) {
      throw context.exceptions().translate("copy", source, GcsExceptions.tokenRefused(e));
    } catch (InterruptedIOException e) {
      throw context.exceptions().failure("copy", source + " to " + target, "interrupted", e);
    }
  }

  private Blob rewrite(ObjectKey source, GcsWrite write) throws InterruptedIOException {
    CopyWriter writer =
        context
            .client()
            .copy(
                CopyRequest.newBuilder()
                    .setSource(context.requests().id(source))
                    .setTarget(
                        context.requests().info(write),
                        context.requests().targetOptions(write.condition()))
                    .build());
    while (!writer.isDone()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("Interrupted while copying an object");
      }
      writer.copyChunk();
    }
    return writer.getResult();
  }
}
