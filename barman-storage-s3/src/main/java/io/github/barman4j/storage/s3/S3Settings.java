/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.spi.StoreOption;
import java.time.Duration;
import java.util.List;

/**
 * Every option of this back end, declared once; the reference in the documentation is made of it.
 */
final class S3Settings {

  static final StoreOption<String> REGION =
      StoreOption.text(
          "region",
          "",
          "Region to sign for; by default that of the AWS environment or profile, else us-east-1.");
  static final StoreOption<String> ENDPOINT_URL =
      StoreOption.text(
          "endpoint-url", "", "Address of an S3-compatible store; by default that of AWS.");
  static final StoreOption<String> PROFILE =
      StoreOption.text("profile", "", "Profile in the AWS configuration files.");
  static final StoreOption<String> ACCESS_KEY_ID =
      StoreOption.text(
          "access-key-id", "", "Access key; by default the AWS SDK's credential chain is asked.");
  static final StoreOption<Secret> SECRET_ACCESS_KEY =
      StoreOption.secret("secret-access-key", "Secret of the access key.");
  static final StoreOption<Secret> SESSION_TOKEN =
      StoreOption.secret("session-token", "Session token of temporary credentials.");
  static final StoreOption<S3AddressingStyle> ADDRESSING_STYLE =
      StoreOption.choice(
          "addressing-style",
          S3AddressingStyle.AUTO,
          "Where requests name the bucket; auto is path for IP addresses and localhost.");
  static final StoreOption<S3Checksums> CHECKSUMS =
      StoreOption.choice(
          "checksums",
          S3Checksums.AUTO,
          "When the SDK's checksums are used; auto is when-supported for AWS, else when-required.");
  static final StoreOption<Boolean> CHUNKED_ENCODING =
      StoreOption.flag("chunked-encoding", "", "Sign bodies in chunks; by default for AWS only.");
  static final StoreOption<Boolean> CONTENT_MD5 =
      StoreOption.flag(
          "content-md5", "false", "Send Content-MD5 where S3 demands a checksum: old stores do.");
  static final StoreOption<Boolean> BULK_DELETE =
      StoreOption.flag(
          "bulk-delete", "true", "Delete many keys in one request, where the store can.");
  static final StoreOption<Boolean> CONDITIONAL_WRITES =
      StoreOption.flag(
          "conditional-writes", "true", "The store honours If-None-Match and If-Match on writes.");
  static final StoreOption<Boolean> TAGS =
      StoreOption.flag("object-tags", "true", "The store has object tags.");
  static final StoreOption<String> ENCRYPTION =
      StoreOption.text(
          "encryption", "", "Encryption by the store: AES256 (SSE-S3) or aws:kms (SSE-KMS).");
  static final StoreOption<String> SSE_KMS_KEY_ID =
      StoreOption.text("sse-kms-key-id", "", "Key of SSE-KMS; by default that of the account.");
  static final StoreOption<Secret> SSE_CUSTOMER_KEY =
      StoreOption.secret("sse-customer-key", "Key of SSE-C: 32 bytes in Base64.");
  static final StoreOption<String> STORAGE_CLASS =
      StoreOption.text(
          "storage-class", "", "Storage class of objects written; by default the bucket's.");
  static final StoreOption<Long> PART_SIZE =
      StoreOption.size(
          "part-size",
          "16 MiB",
          "Size of the first parts of an upload; a body that is smaller is one request.");
  static final StoreOption<Integer> MAX_PARTS =
      StoreOption.number(
          "max-parts", "10000", "The most parts an upload may have; parts grow to keep it.");
  static final StoreOption<Long> MEMORY_BUDGET =
      StoreOption.size(
          "memory-budget",
          "192 MiB",
          "Memory for parts being filled or sent, shared by all uploads of the store.");
  static final StoreOption<Integer> UPLOAD_THREADS =
      StoreOption.number("upload-threads", "8", "Parts sent at the same time, over all uploads.");
  static final StoreOption<Integer> MAX_CONNECTIONS =
      StoreOption.number("max-connections", "64", "The most connections open at a time.");
  static final StoreOption<Duration> CONNECT_TIMEOUT =
      StoreOption.duration("connect-timeout", "10 s", "Time to open a connection.");
  static final StoreOption<Duration> READ_TIMEOUT =
      StoreOption.duration("read-timeout", "60 s", "Time that an answer may stand still.");
  static final StoreOption<Duration> ATTEMPT_TIMEOUT =
      StoreOption.duration(
          "attempt-timeout", "10 min", "Time for one attempt, sending included, up to the answer.");
  static final StoreOption<Integer> MAX_ATTEMPTS =
      StoreOption.number("max-attempts", "5", "Attempts before an error that may pass is raised.");

  static final List<StoreOption<?>> ALL =
      List.of(
          REGION,
          ENDPOINT_URL,
          PROFILE,
          ACCESS_KEY_ID,
          SECRET_ACCESS_KEY,
          SESSION_TOKEN,
          ADDRESSING_STYLE,
          CHECKSUMS,
          CHUNKED_ENCODING,
          CONTENT_MD5,
          BULK_DELETE,
          CONDITIONAL_WRITES,
          TAGS,
          ENCRYPTION,
          SSE_KMS_KEY_ID,
          SSE_CUSTOMER_KEY,
          STORAGE_CLASS,
          PART_SIZE,
          MAX_PARTS,
          MEMORY_BUDGET,
          UPLOAD_THREADS,
          MAX_CONNECTIONS,
          CONNECT_TIMEOUT,
          READ_TIMEOUT,
          ATTEMPT_TIMEOUT,
          MAX_ATTEMPTS);

  private S3Settings() {}
}
