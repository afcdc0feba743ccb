/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.spi.upload.PartBody;
import io.github.barman4j.storage.spi.upload.UploadTarget;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** One write: one request, or a multipart upload. */
final class S3Upload implements UploadTarget<CompletedPart> {

  private static final String CONTENT_TYPE = "application/octet-stream";

  private final S3Context context;
  private final S3OpenUploads open;
  private final S3Write write;
  private final S3Receipts receipts;
  private volatile @Nullable String uploadId;

  S3Upload(S3Context context, S3OpenUploads open, S3Write write) {
    this.context = context;
    this.open = open;
    this.write = write;
    receipts = new S3Receipts(context);
  }

  @Override
  public ObjectMetadata putWhole(PartBody body) throws ObjectStoreException {
    try {
      PutObjectResponse response =
          context.client().putObject(context.requests().put(write), requestBody(body));
      return new ObjectMetadata(
          write.key(),
          body.size(),
          date(response.sdkHttpResponse()),
          S3Context.etag(response.eTag()));
    } catch (SdkException e) {
      return receipts.resolve(write, body.size(), e);
    }
  }

  @Override
  public void begin() throws ObjectStoreException {
    uploadId = open.begin(write);
  }

  @Override
  public boolean isSequential() {
    return false;
  }

  @Override
  public CompletedPart sendPart(int number, PartBody part) throws ObjectStoreException {
    var response =
        context
            .exceptions()
            .call(
                "put",
                write.key() + " part " + number,
                () ->
                    context
                        .client()
                        .uploadPart(context.requests().part(part(number)), requestBody(part)));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(response.eTag())
        .checksumCRC32(response.checksumCRC32())
        .checksumCRC32C(response.checksumCRC32C())
        .checksumCRC64NVME(response.checksumCRC64NVME())
        .checksumSHA1(response.checksumSHA1())
        .checksumSHA256(response.checksumSHA256())
        .build();
  }

  @Override
  public ObjectMetadata complete(List<CompletedPart> parts, long size) throws ObjectStoreException {
    ObjectMetadata written = tryToComplete(parts, size);
    open.completed(write.key());
    return written;
  }

  private ObjectMetadata tryToComplete(List<CompletedPart> parts, long size)
      throws ObjectStoreException {
    try {
      context
          .client()
          .completeMultipartUpload(context.requests().complete(write, id(), parts, size));
      return receipts.confirm(write, size);
    } catch (SdkException e) {
      return receipts.resolve(write, size, e);
    }
  }

  @Override
  public void abort() {
    open.abort(write.key(), id());
  }

  @Override
  public ObjectStoreException failure(String what, @Nullable Throwable cause) {
    return context.exceptions().failure("put", write.key(), what, cause);
  }

  S3Part part(int number) {
    return new S3Part(write.key(), id(), number);
  }

  private String id() {
    return Objects.requireNonNull(uploadId, "uploadId");
  }

  private static RequestBody requestBody(PartBody body) {
    return body.size() == 0
        ? RequestBody.empty()
        : RequestBody.fromContentProvider(body::open, body.size(), CONTENT_TYPE);
  }

  /** The answer to a put has no Last-Modified; its Date is the store's clock too. */
  private Instant date(SdkHttpResponse response) {
    try {
      return response
          .firstMatchingHeader("Date")
          .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
          .orElseGet(context.clock()::instant);
    } catch (DateTimeParseException e) {
      return context.clock().instant();
    }
  }
}
