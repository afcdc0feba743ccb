/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.spi.upload.PartPlan;
import io.github.barman4j.storage.spi.upload.UploadLimits;
import io.github.barman4j.storage.spi.upload.Uploads;
import java.io.IOException;

/** Writes objects: those of one part in one request, larger ones as blocks. */
final class AzureUploads implements AutoCloseable {

  /** Azure's limits, see "Scalability and performance targets for Blob storage". */
  private static final long MAX_BLOCK = 4000L << 20;

  private static final long MAX_OBJECT = 50_000 * MAX_BLOCK;

  private final AzureContext context;
  private final Uploads uploads;

  AzureUploads(AzureContext context) {
    this.context = context;
    uploads = new Uploads(limits(context.options()));
  }

  ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    context.requests().blob(key);
    AzureUpload upload = new AzureUpload(context, AzureWrite.of(key, options));
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

  private static UploadLimits limits(AzureOptions options) {
    long partSize = options.get(AzureSettings.PART_SIZE);
    long budget = options.get(AzureSettings.MEMORY_BUDGET);
    PartPlan plan =
        new PartPlan(
            partSize,
            Math.min(MAX_BLOCK, Math.max(partSize, budget / 2)),
            options.get(AzureSettings.MAX_PARTS),
            MAX_OBJECT);
    return new UploadLimits(
        "barman-azure-upload", plan, budget, options.get(AzureSettings.UPLOAD_THREADS));
  }
}
