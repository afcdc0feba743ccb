/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.spi.upload.PartBody;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;

/** Copies inside the store: small objects in one request, large or conditional ones in parts. */
final class S3Copies {

  /** S3's limit of CopyObject and of UploadPartCopy. */
  private static final long MAX_WHOLE = 5L << 30;

  private final S3Context context;
  private final S3Reads reads;
  private final S3OpenUploads open;
  private final long maxWhole;

  S3Copies(S3Context context, S3Reads reads, S3OpenUploads open) {
    this(context, reads, open, MAX_WHOLE);
  }

  S3Copies(S3Context context, S3Reads reads, S3OpenUploads open, long maxWhole) {
    this.context = context;
    this.reads = reads;
    this.open = open;
    this.maxWhole = maxWhole;
  }

  ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    ObjectMetadata from = reads.head(source);
    S3Write write = S3Write.of(target, options);
    boolean unconditional = options.condition() instanceof WriteCondition.None;
    if (unconditional && from.size() <= maxWhole) {
      return whole(from, write);
    }
    return from.size() == 0
        ? new S3Upload(context, open, write).putWhole(PartBody.EMPTY)
        : inParts(from, write);
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

  /** Conditions are honoured by more stores when a multipart upload is completed than on a copy. */
  private ObjectMetadata inParts(ObjectMetadata from, S3Write write) throws ObjectStoreException {
    S3Upload upload = new S3Upload(context, open, write);
    upload.begin();
    try {
      return upload.complete(copyParts(from, upload), from.size());
    } catch (ObjectStoreException | RuntimeException e) {
      upload.abort();
      throw e;
    }
  }

  private List<CompletedPart> copyParts(ObjectMetadata from, S3Upload upload)
      throws ObjectStoreException {
    List<CompletedPart> parts = new ArrayList<>();
    for (long offset = 0; offset < from.size(); offset += maxWhole) {
      S3Part part = upload.part(parts.size() + 1);
      ByteRange range = ByteRange.of(offset, Math.min(maxWhole, from.size() - offset));
      parts.add(context.exceptions().call("copy", part.key(), () -> copyPart(from, part, range)));
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
}
