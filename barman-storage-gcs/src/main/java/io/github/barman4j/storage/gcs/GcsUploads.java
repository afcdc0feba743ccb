/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.spi.upload.PartPlan;
import io.github.barman4j.storage.spi.upload.UploadLimits;
import io.github.barman4j.storage.spi.upload.Uploads;
import java.io.IOException;
import java.time.InstantSource;

/**
 * Writes objects: those of one part in one request, larger ones as resumable uploads or composed of
 * parts.
 */
final class GcsUploads implements AutoCloseable {

  /** Google's limit, see "Quotas and limits" of Cloud Storage. */
  private static final long MAX_OBJECT = 5L << 40;

  private final GcsContext context;
  private final Uploads uploads;
  private final boolean composite;
  private final GcsLeftovers leftovers;

  GcsUploads(GcsContext context) {
    this.context = context;
    uploads = new Uploads(limits(context.options()));
    composite = context.options().get(GcsSettings.PARALLEL_COMPOSITE);
    leftovers = new GcsLeftovers(context, InstantSource.system());
  }

  ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    GcsWrite write = GcsWrite.of(key, options);
    GcsParts parts =
        composite ? new GcsComponents(context, write, leftovers) : new GcsSession(context, write);
    return uploads.put(new GcsUpload(context, write, parts), body, options.expectedSize());
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

  private static UploadLimits limits(GcsOptions options) {
    long partSize = options.get(GcsSettings.PART_SIZE);
    long budget = options.get(GcsSettings.MEMORY_BUDGET);
    long half = budget / 2 / GcsOptions.QUANTUM * GcsOptions.QUANTUM;
    PartPlan plan =
        new PartPlan(
            partSize, Math.max(partSize, half), options.get(GcsSettings.MAX_PARTS), MAX_OBJECT);
    return new UploadLimits(
        "barman-gcs-upload", plan, budget, options.get(GcsSettings.UPLOAD_THREADS));
  }
}
