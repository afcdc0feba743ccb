/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlockBlobItem;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.spi.upload.PartBody;
import io.github.barman4j.storage.spi.upload.UploadTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write: one request, or blocks and the list that commits them.
 *
 * <p>Azure has no uploads that are begun or aborted. Blocks that are not committed are never
 * visible, and gone when another write at the key succeeds or after a week; there is no request
 * that removes them without making something visible.
 */
final class AzureUpload implements UploadTarget<String> {

  private final AzureContext context;
  private final AzureWrite write;
  private final AzureReceipts receipts;

  AzureUpload(AzureContext context, AzureWrite write) {
    this.context = context;
    this.write = write;
    receipts = new AzureReceipts(context);
  }

  @Override
  public ObjectMetadata putWhole(PartBody body) throws ObjectStoreException {
    var blob = context.requests().blob(write.key());
    try {
      BlockBlobItem written =
          blob.uploadWithResponse(context.requests().put(write, body), null, Context.NONE)
              .getValue();
      return new ObjectMetadata(
          write.key(),
          body.size(),
          AzureContext.time(written.getLastModified()),
          AzureContext.etag(written.getETag()));
    } catch (RuntimeException e) {
      return receipts.resolve(write, body.size(), e);
    }
  }

  @Override
  public void begin() {
    // The first block begins it.
  }

  @Override
  public boolean isSequential() {
    return false;
  }

  @Override
  public String sendPart(int number, PartBody part) throws ObjectStoreException {
    context
        .exceptions()
        .call(
            "put",
            write.key() + " block " + number,
            () ->
                context
                    .requests()
                    .blob(write.key())
                    .stageBlockWithResponse(
                        context.requests().block(write, number, part), null, Context.NONE));
    return AzureRequests.blockId(write, number);
  }

  @Override
  public ObjectMetadata complete(List<String> parts, long size) throws ObjectStoreException {
    try {
      context
          .requests()
          .blob(write.key())
          .commitBlockListWithResponse(context.requests().commit(write, parts), null, Context.NONE);
    } catch (RuntimeException e) {
      return receipts.resolve(write, size, e);
    }
    return receipts.confirm(write, size);
  }

  @Override
  public void abort() {
    // Nothing is visible, and nothing can be removed.
  }

  @Override
  public ObjectStoreException failure(String what, @Nullable Throwable cause) {
    return context.exceptions().failure("put", write.key(), what, cause);
  }
}
