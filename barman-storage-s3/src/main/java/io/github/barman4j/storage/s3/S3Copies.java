/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;

/** Copies inside the store: small objects in one request, large or conditional ones in parts. */
final class S3Copies {

  /** S3's limit of CopyObject and of UploadPartCopy. */
  private static final long MAX_WHOLE = 5L << 30;

  private final S3Context context;
  private final S3Reads reads;
  private final S3Uploads uploads;
  private final S3Receipts receipts;
  private final long maxWhole;

  S3Copies(S3Context context, S3Reads reads, S3Uploads uploads) {
    this(context, reads, uploads, MAX_WHOLE);
  }

  S3Copies(S3Context context, S3Reads reads, S3Uploads uploads, long maxWhole) {
    this.context = context;
    this.reads = reads;
    this.uploads = uploads;
    this.maxWhole = maxWhole;
    receipts = new S3Receipts(context);
  }

  ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    ObjectMetadata from = reads.head(source);
    S3Write write = S3Write.of(target, options);
    boolean unconditional = options.condition() instanceof WriteCondition.None;
    if (unconditional && from.size() <= maxWhole) {
      return whole(from, write);
    }
    return from.size() == 0 ? empty(write) : inParts(from, write);
  }

  private ObjectMetadata whole(ObjectMetadata from, S3Write write) throws ObjectStoreException {
    CopyObjectResponse response =
        context
            .exceptions()
            .call(
                "copy",
                from.key() + " to " + write.key(),
                () ->
                    context
                        .client()
                        .copyObject(context.requests().copy(from.key(), from.etag(), write)));
    return new ObjectMetadata(
        write.key(),
        from.size(),
        S3Context.time(response.copyObjectResult().lastModified()),
        S3Context.etag(response.copyObjectResult().eTag()));
  }

  private ObjectMetadata empty(S3Write write) throws ObjectStoreException {
    try {
      return uploads.putEmpty(write);
    } catch (ObjectStoreException e) {
      throw e;
    } catch (IOException e) {
      throw new ObjectStoreException("copy to " + write.key() + ": " + e.getMessage(), e);
    }
  }

  /** Conditions are honoured by more stores when a multipart upload is completed than on a copy. */
  private ObjectMetadata inParts(ObjectMetadata from, S3Write write) throws ObjectStoreException {
    String uploadId =
        context
            .exceptions()
            .call(
                "copy",
                write.key(),
                () ->
                    context
                        .client()
                        .createMultipartUpload(context.requests().create(write))
                        .uploadId());
    try {
      return complete(write, uploadId, from.size(), copyParts(from, write, uploadId));
    } catch (ObjectStoreException | RuntimeException e) {
      abort(write, uploadId, e);
      throw e;
    }
  }

  private List<CompletedPart> copyParts(ObjectMetadata from, S3Write write, String uploadId)
      throws ObjectStoreException {
    List<CompletedPart> parts = new ArrayList<>();
    for (long offset = 0; offset < from.size(); offset += maxWhole) {
      S3Part part = new S3Part(write.key(), uploadId, parts.size() + 1);
      ByteRange range = ByteRange.of(offset, Math.min(maxWhole, from.size() - offset));
      parts.add(context.exceptions().call("copy", write.key(), () -> copyPart(from, part, range)));
    }
    return parts;
  }

  private CompletedPart copyPart(ObjectMetadata from, S3Part part, ByteRange range) {
    var result =
        context
            .client()
            .uploadPartCopy(context.requests().partCopy(from.key(), part, range, from.etag()))
            .copyPartResult();
    return CompletedPart.builder().partNumber(part.number()).eTag(result.eTag()).build();
  }

  private ObjectMetadata complete(
      S3Write write, String uploadId, long size, List<CompletedPart> parts)
      throws ObjectStoreException {
    try {
      context
          .client()
          .completeMultipartUpload(context.requests().complete(write, uploadId, parts, size));
      return receipts.confirm(write, size);
    } catch (SdkException e) {
      return receipts.resolve(write, size, e);
    }
  }

  private void abort(S3Write write, String uploadId, Exception cause) {
    boolean interrupted = Thread.interrupted();
    try {
      context.client().abortMultipartUpload(context.requests().abort(write.key(), uploadId));
    } catch (SdkException e) {
      cause.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
