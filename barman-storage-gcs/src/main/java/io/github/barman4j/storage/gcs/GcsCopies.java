/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.services.storage.model.RewriteResponse;
import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.BaseServiceException;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

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
      if (GcsExceptions.kind(e) == GcsExceptions.Kind.NOT_FOUND
          && !receipts.mayHaveArrivedBefore(e)) {
        throw context.exceptions().translate("copy", source + " to " + target, e);
      }
      return receipts.resolve(write, GcsReceipts.ANY_SIZE, e);
    } catch (InterruptedIOException e) {
      throw context.exceptions().failure("copy", source + " to " + target, "interrupted", e);
    }
  }

  private StorageObject rewrite(ObjectKey source, GcsWrite write) throws InterruptedIOException {
    RewriteResponse answer = step(source, write, null);
    while (!Boolean.TRUE.equals(answer.getDone())) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("Interrupted while copying an object");
      }
      answer = step(source, write, answer.getRewriteToken());
    }
    return answer.getResource();
  }

  private RewriteResponse step(ObjectKey source, GcsWrite write, @Nullable String token) {
    GcsHttp.Request request = context.requests().rewrite(source, write, token);
    return context.http().repeat(() -> context.http().send(request).parseAs(RewriteResponse.class));
  }
}
