/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.ObjectStoreException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/** Multipart uploads that nobody completes any more. */
final class S3Leftovers {

  private static final int NOT_FOUND = 404;

  private final S3Context context;

  S3Leftovers(S3Context context) {
    this.context = context;
  }

  /** An upload that is old may still run: its parts tell. */
  List<Leftover> find(String prefix, Instant before) throws ObjectStoreException {
    return context
        .exceptions()
        .call(
            "list uploads",
            "'" + prefix + "'",
            () ->
                context
                    .client()
                    .listMultipartUploadsPaginator(
                        request ->
                            request
                                .bucket(context.location().bucket())
                                .prefix(context.location().fullPrefix(prefix)))
                    .uploads()
                    .stream()
                    .filter(upload -> S3Context.time(upload.initiated()).isBefore(before))
                    .map(this::leftover)
                    .filter(leftover -> leftover.touched().isBefore(before))
                    .toList());
  }

  /** Returns whether it is gone; one that has received a part since stays. */
  boolean remove(Leftover leftover, Instant before) throws ObjectStoreException {
    return context
        .exceptions()
        .call("abort upload", leftover.name(), () -> abort(leftover, before));
  }

  private boolean abort(Leftover leftover, Instant before) {
    try {
      if (!lastPart(leftover.name(), leftover.id(), Instant.MIN).isBefore(before)) {
        return false;
      }
      context
          .client()
          .abortMultipartUpload(
              request ->
                  request
                      .bucket(context.location().bucket())
                      .key(leftover.name())
                      .uploadId(leftover.id()));
      return true;
    } catch (SdkException e) {
      if (S3Exceptions.status(e) == NOT_FOUND) {
        return true;
      }
      throw e;
    }
  }

  private Leftover leftover(MultipartUpload upload) {
    Instant begun = S3Context.time(upload.initiated());
    return new Leftover(
        Leftover.Kind.OPEN_UPLOAD,
        upload.key(),
        upload.uploadId(),
        lastPart(upload.key(), upload.uploadId(), begun));
  }

  private Instant lastPart(String key, String id, Instant begun) {
    return context
        .client()
        .listPartsPaginator(
            request -> request.bucket(context.location().bucket()).key(key).uploadId(id))
        .parts()
        .stream()
        .map(Part::lastModified)
        .map(S3Context::time)
        .max(Comparator.naturalOrder())
        .filter(last -> last.isAfter(begun))
        .orElse(begun);
  }
}
