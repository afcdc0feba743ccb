/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.cloud.BaseServiceException;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.spi.upload.PartBody;
import io.github.barman4j.storage.spi.upload.UploadTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One write: one request, or parts that are sent in a row or composed. */
final class GcsUpload implements UploadTarget<GcsPart> {

  private static final Logger LOG = LoggerFactory.getLogger(GcsUpload.class);

  private final GcsContext context;
  private final GcsWrite write;
  private final GcsParts parts;
  private final GcsReceipts receipts;

  GcsUpload(GcsContext context, GcsWrite write, GcsParts parts) {
    this.context = context;
    this.write = write;
    this.parts = parts;
    receipts = new GcsReceipts(context);
  }

  @Override
  public ObjectMetadata putWhole(PartBody body) throws ObjectStoreException {
    GcsChecksum checksum = GcsChecksum.of(body);
    try {
      return receipts.confirm(
          write,
          checksum,
          context
              .http()
              .repeat(
                  () ->
                      GcsContext.resource(
                          context.http().send(context.requests().insert(write, body, checksum)))));
    } catch (BaseServiceException e) {
      return receipts.resolve(write, body.size(), e);
    }
  }

  @Override
  public void begin() throws ObjectStoreException {
    try {
      parts.begin();
    } catch (BaseServiceException e) {
      throw context.exceptions().translateWrite(write.key(), write.condition(), e);
    }
  }

  @Override
  public boolean isSequential() {
    return parts.isSequential();
  }

  @Override
  public GcsPart sendPart(int number, PartBody part) throws ObjectStoreException {
    try {
      return parts.send(number, part);
    } catch (BaseServiceException e) {
      throw context.exceptions().translateWrite(write.key(), write.condition(), e);
    }
  }

  @Override
  public ObjectMetadata complete(List<GcsPart> arrived, long size) throws ObjectStoreException {
    ObjectMetadata written = publish(arrived, size);
    if (parts.leavesSomething()) {
      abort();
    }
    return written;
  }

  private ObjectMetadata publish(List<GcsPart> arrived, long size) throws ObjectStoreException {
    GcsChecksum whole =
        arrived.stream().map(GcsPart::checksum).reduce(GcsChecksum.EMPTY, GcsChecksum::then);
    try {
      return receipts.confirm(write, whole, parts.complete(arrived, whole));
    } catch (BaseServiceException e) {
      return receipts.resolve(write, size, e);
    }
  }

  /** Logs what fails: after the object is visible, what stays beside it is no failure. */
  @Override
  public void abort() {
    boolean interrupted = Thread.interrupted();
    try {
      parts.abort();
    } catch (BaseServiceException | ObjectStoreException e) {
      // Not the stack: below it is the address of the upload, with which anybody may write to it
      LOG.warn(
          "What was sent of {} stays in the store, it could not be removed: {}",
          write.key(),
          e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public ObjectStoreException failure(String what, @Nullable Throwable cause) {
    return context.exceptions().failure("put", write.key(), what, cause);
  }
}
