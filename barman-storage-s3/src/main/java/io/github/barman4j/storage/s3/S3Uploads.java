/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.spi.upload.PartPlan;
import io.github.barman4j.storage.spi.upload.UploadLimits;
import io.github.barman4j.storage.spi.upload.Uploads;
import java.io.IOException;

/** Writes objects: those of one part in one request, larger ones as multipart uploads. */
final class S3Uploads implements AutoCloseable {

  /** S3's limit, see "Amazon S3 multipart upload limits". */
  private static final long MAX_OBJECT = 5L << 40;

  private final S3Context context;
  private final S3OpenUploads open;
  private final Uploads uploads;

  S3Uploads(S3Context context, S3OpenUploads open) {
    this.context = context;
    this.open = open;
    uploads = new Uploads(limits(context.options()));
  }

  ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    S3Upload upload = new S3Upload(context, open, S3Write.of(key, options));
    return uploads.put(upload, body, options.expectedSize());
  }

  long maxObjectSize() {
    return uploads.maxObjectSize();
  }

  /** Returns the most memory ever used by parts at the same time, in bytes. */
  long mostMemoryUsed() {
    return uploads.mostMemoryUsed();
  }

  @Override
  public void close() {
    uploads.close();
  }

  private static UploadLimits limits(S3Options options) {
    long partSize = options.get(S3Settings.PART_SIZE);
    long budget = options.get(S3Settings.MEMORY_BUDGET);
    PartPlan plan =
        new PartPlan(
            partSize,
            Math.max(partSize, budget / 2),
            options.get(S3Settings.MAX_PARTS),
            MAX_OBJECT);
    return new UploadLimits(
        "barman-s3-upload",
        options.get(S3Settings.EQUAL_PARTS) ? plan.withEqualParts() : plan,
        budget,
        options.get(S3Settings.UPLOAD_THREADS));
  }
}
