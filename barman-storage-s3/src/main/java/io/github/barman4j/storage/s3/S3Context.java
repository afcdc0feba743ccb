/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What every operation needs. */
record S3Context(
    S3Client client,
    S3Options options,
    S3Requests requests,
    S3Exceptions exceptions,
    InstantSource clock) {

  static S3Context of(S3Client client, S3Options options) {
    InstantSource clock = InstantSource.system();
    return new S3Context(
        client,
        options,
        new S3Requests(options, clock),
        new S3Exceptions(options.location()),
        clock);
  }

  S3Location location() {
    return options.location();
  }

  static ObjectMetadata metadata(ObjectKey key, HeadObjectResponse head) {
    return new ObjectMetadata(
        key, head.contentLength(), time(head.lastModified()), etag(head.eTag()));
  }

  static Instant time(Instant time) {
    return Objects.requireNonNullElse(time, Instant.EPOCH);
  }

  static String etag(String etag) {
    return Objects.requireNonNullElse(etag, "");
  }
}
