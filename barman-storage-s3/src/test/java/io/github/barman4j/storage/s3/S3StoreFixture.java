/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A prefix of a bucket in a server, for one test. */
class S3StoreFixture implements ObjectStoreFixture {

  private static final int SMALLEST_PART = 5 << 20;

  private static final AtomicLong NUMBER = new AtomicLong();

  private final S3Options options;
  private final S3ObjectStore store;
  private final S3Client behind;
  private final Map<String, String> deviations;

  S3StoreFixture(S3Options options, Map<String, String> deviations) {
    this.options = options;
    this.deviations = deviations;
    store = S3ObjectStore.create(options);
    behind = S3Clients.create(options);
  }

  static S3Options.Builder options(S3Server server, String bucket) {
    return S3Options.forS3Compatible(
            new S3Location(bucket, "t" + Long.toString(NUMBER.incrementAndGet(), 36)),
            server.endpoint())
        .credentials(server.accessKey(), Secret.of(server.secretKey()))
        .partSize(SMALLEST_PART);
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public int smallestPartSize() {
    return SMALLEST_PART;
  }

  @Override
  public int openUploads() {
    return (int)
        behind.listMultipartUploads(r -> r.bucket(bucket())).uploads().stream()
            .filter(this::isOurs)
            .count();
  }

  @Override
  public Map<String, String> deviations() {
    return deviations;
  }

  @Override
  public void close() {
    store.close();
    behind.listMultipartUploads(r -> r.bucket(bucket())).uploads().stream()
        .filter(this::isOurs)
        .forEach(this::abort);
    behind
        .listObjectsV2Paginator(r -> r.bucket(bucket()).prefix(options.location().fullPrefix("")))
        .contents()
        .forEach(this::delete);
    behind.close();
  }

  private boolean isOurs(MultipartUpload upload) {
    return upload.key().startsWith(options.location().fullPrefix(""));
  }

  private void abort(MultipartUpload upload) {
    behind.abortMultipartUpload(
        r -> r.bucket(bucket()).key(upload.key()).uploadId(upload.uploadId()));
  }

  private void delete(S3Object object) {
    behind.deleteObject(r -> r.bucket(bucket()).key(object.key()));
  }

  private String bucket() {
    return options.location().bucket();
  }
}
