/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static io.github.barman4j.storage.s3.S3Settings.BULK_DELETE;
import static io.github.barman4j.storage.s3.S3Settings.CHECKSUMS;
import static io.github.barman4j.storage.s3.S3Settings.CHUNKED_ENCODING;
import static io.github.barman4j.storage.s3.S3Settings.CONDITIONAL_WRITES;
import static io.github.barman4j.storage.s3.S3Settings.CONTENT_MD5;
import static io.github.barman4j.storage.s3.S3Settings.EQUAL_PARTS;
import static io.github.barman4j.storage.s3.S3Settings.MAX_PARTS;
import static io.github.barman4j.storage.s3.S3Settings.REGION;
import static io.github.barman4j.storage.s3.S3Settings.TAGS;

import io.github.barman4j.storage.spi.StoreOptionValues;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which S3 a store is: the defaults of the options in which stores differ. An option that is given
 * wins. {@code docs/configuration.md} has them as a table, with where each fact comes from.
 */
public enum S3Compatibility {
  /**
   * By the endpoint: none, or Amazon's, is {@link #AWS}; the ones known are known, else generic.
   */
  AUTO("", "the endpoint's host"),
  /** Amazon S3. */
  AWS(
      ".*\\.(amazonaws\\.com(\\.cn)?|api\\.aws)",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html"),
  /** MinIO; before its versions of 2025 it takes bulk deletes with Content-MD5 only. */
  MINIO(
      "",
      "https://github.com/aws/aws-sdk-java-v2/issues/5805,"
          + " https://min.io/docs/minio/linux/operations/concepts/thresholds.html"),
  /** Ceph's object gateway, tried with version 20. */
  CEPH("", "tried with version 20"),
  /** Cloudflare R2: parts of one size, one region, no tags. */
  CLOUDFLARE_R2(
      ".*\\.r2\\.cloudflarestorage\\.com",
      "https://developers.cloudflare.com/r2/objects/multipart-objects,"
          + " https://developers.cloudflare.com/r2/api/s3/api/"),
  /** Hetzner's Object Storage, which is Ceph: it encrypts with the customer's key only. */
  HETZNER(
      ".*\\.your-objectstorage\\.com",
      "https://docs.hetzner.com/storage/object-storage/supported-actions/"),
  /** Scaleway's Object Storage: 1,000 parts; conditional writes are not documented. */
  SCALEWAY(
      ".*\\.scw\\.cloud",
      "https://www.scaleway.com/en/docs/object-storage/api-cli/multipart-uploads/,"
          + " https://github.com/rclone/rclone/issues/4159"),
  /**
   * NetApp ONTAP and StorageGRID: no bulk delete before ONTAP 9.11.1, and of writes to one key the
   * latest wins.
   */
  NETAPP(
      "",
      "https://docs.netapp.com/us-en/ontap/s3-config/ontap-s3-supported-actions-reference.html,"
          + " https://docs.netapp.com/us-en/storagegrid/s3/operations-on-objects.html"),
  /** Google's XML endpoint: no tags, and If-Match and If-None-Match are ignored on writes. */
  GOOGLE(
      "storage\\.googleapis\\.com",
      "https://docs.cloud.google.com/storage/docs/xml-api/reference-headers,"
          + " https://github.com/aws/aws-sdk-java-v2/pull/6055"),
  /** Any other store that speaks S3's protocol. */
  GENERIC("", "the common subset");

  private final String hosts;
  private final String source;

  S3Compatibility(String hosts, String source) {
    this.hosts = hosts;
    this.source = source;
  }

  /** Returns which one is meant where {@link #AUTO} is. */
  S3Compatibility at(Optional<URI> endpoint) {
    if (this != AUTO) {
      return this;
    }
    return endpoint
        .map(
            uri ->
                Arrays.stream(values())
                    .filter(known -> uri.getHost().matches(known.hosts))
                    .findFirst()
                    .orElse(GENERIC))
        .orElse(AWS);
  }

  /** Returns the values of options that are not given. */
  StoreOptionValues defaults() {
    return switch (this) {
      case AUTO -> StoreOptionValues.DEFAULTS;
      case AWS ->
          StoreOptionValues.DEFAULTS
              .with(CHECKSUMS, S3Options.Checksums.WHEN_SUPPORTED)
              .with(CHUNKED_ENCODING, true);
      case MINIO -> compatible().with(CONTENT_MD5, true);
      case CLOUDFLARE_R2 ->
          compatible().with(EQUAL_PARTS, true).with(REGION, "auto").with(TAGS, false);
      case SCALEWAY -> compatible().with(MAX_PARTS, 1_000).with(CONDITIONAL_WRITES, false);
      case NETAPP -> compatible().with(BULK_DELETE, false).with(CONDITIONAL_WRITES, false);
      case GOOGLE ->
          compatible()
              .with(REGION, "auto")
              .with(BULK_DELETE, false)
              .with(CONDITIONAL_WRITES, false)
              .with(TAGS, false);
      case CEPH, HETZNER, GENERIC -> compatible();
    };
  }

  /** Returns where the facts come from. */
  String source() {
    return source;
  }

  /** Every store takes no more than it demands; many choke on what newer SDKs add by themselves. */
  private static StoreOptionValues compatible() {
    return StoreOptionValues.DEFAULTS
        .with(CHECKSUMS, S3Options.Checksums.WHEN_REQUIRED)
        .with(CHUNKED_ENCODING, false);
  }
}
