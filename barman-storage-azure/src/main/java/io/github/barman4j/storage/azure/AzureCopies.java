/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.util.Context;
import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies inside the store: small objects in one request, large ones block by block. Both make the
 * target visible at once; Azure's copy that goes on in the background does not.
 */
final class AzureCopies {

  /** Azure's limit, see "Copy Blob From URL". */
  private static final long MAX_WHOLE = 256L << 20;

  private final AzureContext context;
  private final AzureReads reads;
  private final AzureReceipts receipts;
  private final long maxWhole;

  AzureCopies(AzureContext context, AzureReads reads) {
    this(context, reads, MAX_WHOLE);
  }

  AzureCopies(AzureContext context, AzureReads reads, long maxWhole) {
    this.context = context;
    this.reads = reads;
    this.maxWhole = maxWhole;
    receipts = new AzureReceipts(context);
  }

  ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    ObjectMetadata from = reads.head(source);
    AzureWrite write = AzureWrite.of(target, options);
    context.requests().blob(target);
    try {
      if (from.size() <= maxWhole) {
        whole(from, write);
      } else {
        inBlocks(from, write);
      }
    } catch (RuntimeException e) {
      return receipts.resolve(write, from.size(), e);
    }
    return receipts.confirm(write, from.size());
  }

  private void whole(ObjectMetadata from, AzureWrite write) {
    AzureCopySource source = AzureCopySource.of(context, from);
    context
        .requests()
        .blob(write.key())
        .copyFromUrlWithResponse(context.requests().copy(write, source), null, Context.NONE);
  }

  private void inBlocks(ObjectMetadata from, AzureWrite write) {
    List<String> blocks = new ArrayList<>();
    for (long offset = 0; offset < from.size(); offset += maxWhole) {
      ByteRange range = ByteRange.of(offset, Math.min(maxWhole, from.size() - offset));
      blocks.add(copyBlock(from, write, blocks.size() + 1, range));
    }
    context
        .requests()
        .blob(write.key())
        .commitBlockListWithResponse(context.requests().commit(write, blocks), null, Context.NONE);
  }

  private String copyBlock(ObjectMetadata from, AzureWrite write, int number, ByteRange range) {
    String block = AzureRequests.blockId(write, number);
    AzureCopySource source = AzureCopySource.of(context, from);
    context
        .requests()
        .blob(write.key())
        .stageBlockFromUrlWithResponse(
            AzureRequests.copiedBlock(block, source, range), null, Context.NONE);
    return block;
  }
}
