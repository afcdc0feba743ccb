/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.spi.HttpProxies;
import io.github.barman4j.storage.spi.StoreOption;
import java.time.Duration;
import java.time.Instant;
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
  static final StoreOption<S3Compatibility> COMPATIBILITY =
      StoreOption.choice(
          "compatibility",
          S3Compatibility.AUTO,
          "Which store it is, for the defaults of other options; auto goes by the endpoint.");
  static final StoreOption<S3Credentials.Source> CREDENTIALS_SOURCE =
      StoreOption.choice(
          "credentials-source",
          S3Credentials.Source.AUTO,
          "Where credentials come from; auto takes those given here, else asks the AWS SDK's chain.");
  static final StoreOption<String> PROFILE =
      StoreOption.text("profile", "", "Profile in the AWS configuration files.");
  static final StoreOption<String> CREDENTIALS_FILE =
      StoreOption.text(
          "credentials-file",
          "",
          "AWS credentials file, read again when it changes; by default that of the AWS environment.");
  static final StoreOption<String> ACCESS_KEY_ID =
      StoreOption.text("access-key-id", "", "Access key.");
  static final StoreOption<Secret> SECRET_ACCESS_KEY =
      StoreOption.secret("secret-access-key", "Secret of the access key.");
  static final StoreOption<Secret> SESSION_TOKEN =
      StoreOption.secret("session-token", "Session token of temporary credentials.");
  static final StoreOption<String> ROLE_ARN =
      StoreOption.text("role-arn", "", "Role to assume with the credentials or web identity.");
  static final StoreOption<String> ROLE_SESSION_NAME =
      StoreOption.text("role-session-name", "barman4j", "Name of the role's session.");
  static final StoreOption<Secret> ROLE_EXTERNAL_ID =
      StoreOption.secret("role-external-id", "External id that the role's trust policy demands.");
  static final StoreOption<Duration> ROLE_DURATION =
      StoreOption.duration(
          "role-duration",
          "1 h",
          "How long credentials of the role last; renewed before they end.");
  static final StoreOption<String> WEB_IDENTITY_TOKEN_FILE =
      StoreOption.text(
          "web-identity-token-file",
          "",
          "File of a token to assume the role with, read again at each renewal.");
  static final StoreOption<String> STS_ENDPOINT_URL =
      StoreOption.text(
          "sts-endpoint-url",
          "",
          "Where roles are assumed; by default AWS, or the endpoint-url of a store that is not AWS.");
  static final StoreOption<String> INSTANCE_METADATA_URL =
      StoreOption.text(
          "instance-metadata-url",
          "",
          "Where an instance asks for its role, with credentials-source being instance.");
  static final StoreOption<String> CA_BUNDLE =
      StoreOption.text(
          "ca-bundle",
          "",
          "PEM file of certificates to trust besides the system's; by default AWS_CA_BUNDLE.");
  static final StoreOption<String> PROXY_URL = HttpProxies.URL;
  static final StoreOption<String> PROXY_USER = HttpProxies.USER;
  static final StoreOption<Secret> PROXY_PASSWORD = HttpProxies.PASSWORD;
  static final StoreOption<String> NO_PROXY = HttpProxies.NONE_FOR;
  static final StoreOption<S3Options.AddressingStyle> ADDRESSING_STYLE =
      StoreOption.choice(
          "addressing-style",
          S3Options.AddressingStyle.AUTO,
          "Where requests name the bucket; auto is path wherever an endpoint is given.");
  static final StoreOption<S3Options.Checksums> CHECKSUMS =
      StoreOption.choice(
          "checksums",
          S3Options.Checksums.class,
          "When the SDK's checksums are used; by default when-supported for AWS only.");
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
  static final StoreOption<Boolean> OBJECT_LOCK =
      StoreOption.flag(
          "object-lock", "", "The bucket has Object Lock; by default if a lock is asked for here.");
  static final StoreOption<S3ObjectLock.Mode> OBJECT_LOCK_MODE =
      StoreOption.choice(
          "object-lock-mode",
          S3ObjectLock.Mode.class,
          "Lock every object written, in this mode, for retain-for or until retain-until.");
  static final StoreOption<Duration> RETAIN_FOR =
      StoreOption.duration("retain-for", "", "How long after it is begun an object stays locked.");
  static final StoreOption<Instant> RETAIN_UNTIL =
      StoreOption.instant("retain-until", "Until when objects written stay locked.");
  static final StoreOption<Boolean> LEGAL_HOLD =
      StoreOption.flag("legal-hold", "false", "Put a legal hold on every object written.");
  static final StoreOption<Boolean> CHECK_OBJECT_LOCK =
      StoreOption.flag(
          "check-object-lock",
          "false",
          "Before a delete ask for each key's lock, and report what is locked: a request a key.");
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
  static final StoreOption<Boolean> EQUAL_PARTS =
      StoreOption.flag(
          "equal-parts",
          "false",
          "Make all parts of an upload equal but the last: parts do not grow.");
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
          COMPATIBILITY,
          CREDENTIALS_SOURCE,
          PROFILE,
          CREDENTIALS_FILE,
          ACCESS_KEY_ID,
          SECRET_ACCESS_KEY,
          SESSION_TOKEN,
          ROLE_ARN,
          ROLE_SESSION_NAME,
          ROLE_EXTERNAL_ID,
          ROLE_DURATION,
          WEB_IDENTITY_TOKEN_FILE,
          STS_ENDPOINT_URL,
          INSTANCE_METADATA_URL,
          CA_BUNDLE,
          PROXY_URL,
          PROXY_USER,
          PROXY_PASSWORD,
          NO_PROXY,
          ADDRESSING_STYLE,
          CHECKSUMS,
          CHUNKED_ENCODING,
          CONTENT_MD5,
          BULK_DELETE,
          CONDITIONAL_WRITES,
          TAGS,
          OBJECT_LOCK,
          OBJECT_LOCK_MODE,
          RETAIN_FOR,
          RETAIN_UNTIL,
          LEGAL_HOLD,
          CHECK_OBJECT_LOCK,
          ENCRYPTION,
          SSE_KMS_KEY_ID,
          SSE_CUSTOMER_KEY,
          STORAGE_CLASS,
          PART_SIZE,
          MAX_PARTS,
          EQUAL_PARTS,
          MEMORY_BUDGET,
          UPLOAD_THREADS,
          MAX_CONNECTIONS,
          CONNECT_TIMEOUT,
          READ_TIMEOUT,
          ATTEMPT_TIMEOUT,
          MAX_ATTEMPTS);

  private S3Settings() {}
}
