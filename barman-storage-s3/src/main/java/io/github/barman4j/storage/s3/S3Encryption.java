/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.spi.StoreOptionValues;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Encryption by the store, applied to every object written. Immutable.
 *
 * <p>The header names are S3's, see the API reference of PutObject and "Using server-side
 * encryption with customer-provided keys".
 */
public sealed interface S3Encryption {

  /** Returns no encryption but what the bucket has by default. */
  static S3Encryption bucketDefault() {
    return new BucketDefault();
  }

  /** Returns SSE-S3: AES-256 with keys of the store. */
  static S3Encryption s3Managed() {
    return new S3Managed();
  }

  /** Returns SSE-KMS with the account's default key. */
  static S3Encryption kms() {
    return new Kms(Optional.empty());
  }

  /** Returns SSE-KMS with the key of this id, ARN or alias. */
  static S3Encryption kms(String keyId) {
    return new Kms(Optional.of(keyId));
  }

  /** Returns SSE-C with this key: 32 bytes, in Base64. Who loses it loses the objects. */
  static S3Encryption customerKey(Secret base64) {
    return new CustomerKey(base64);
  }

  /** Returns what options ask for. */
  static S3Encryption of(StoreOptionValues values) {
    Optional<Secret> customerKey = values.find(S3Settings.SSE_CUSTOMER_KEY);
    Optional<String> keyId = values.find(S3Settings.SSE_KMS_KEY_ID);
    String encryption = values.find(S3Settings.ENCRYPTION).orElse("");
    S3Options.require(
        customerKey.isEmpty() || encryption.isEmpty(),
        "'sse-customer-key' and 'encryption' exclude each other");
    S3Options.require(
        keyId.isEmpty() || encryption.equals("aws:kms"),
        "'sse-kms-key-id' goes with 'encryption' being aws:kms");
    return customerKey.map(S3Encryption::customerKey).orElseGet(() -> named(encryption, keyId));
  }

  private static S3Encryption named(String encryption, Optional<String> keyId) {
    return switch (encryption) {
      case "" -> bucketDefault();
      case "AES256" -> s3Managed();
      case "aws:kms" -> keyId.map(S3Encryption::kms).orElseGet(S3Encryption::kms);
      default ->
          throw new IllegalArgumentException(
              "Option 'encryption' is AES256 or aws:kms, got '" + encryption + "'");
    };
  }

  /** Nothing is asked for. */
  record BucketDefault() implements S3Encryption {}

  /** SSE-S3. */
  record S3Managed() implements S3Encryption {}

  /**
   * SSE-KMS.
   *
   * @param keyId empty for the account's default key
   */
  record Kms(Optional<String> keyId) implements S3Encryption {}

  /**
   * SSE-C.
   *
   * @param base64 the key of 32 bytes in Base64
   */
  record CustomerKey(Secret base64) implements S3Encryption {
    private static final int KEY_BYTES = 32;

    /** Checks the key's length. */
    public CustomerKey {
      int length = decode(base64).length;
      if (length != KEY_BYTES) {
        throw new IllegalArgumentException(
            "The key of SSE-C has 32 bytes in Base64, got " + length + " bytes");
      }
    }

    private static byte[] decode(Secret base64) {
      try {
        return Base64.getDecoder().decode(base64.reveal().getBytes(UTF_8));
      } catch (IllegalArgumentException e) {
        // The decoder's message shows characters of the key.
        throw new IllegalArgumentException("The key of SSE-C is not in Base64");
      }
    }

    private Map<String, String> headers(String prefix) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put(prefix + "server-side-encryption-customer-algorithm", "AES256");
      headers.put(prefix + "server-side-encryption-customer-key", base64.reveal());
      headers.put(prefix + "server-side-encryption-customer-key-MD5", md5());
      return headers;
    }

    private String md5() {
      try {
        byte[] digest = MessageDigest.getInstance("MD5").digest(decode(base64));
        return Base64.getEncoder().encodeToString(digest);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has MD5", e);
      }
    }
  }

  /** Returns the headers that begin an object: PutObject, CreateMultipartUpload, CopyObject. */
  default Map<String, String> createHeaders() {
    if (this instanceof S3Managed) {
      return Map.of("x-amz-server-side-encryption", "AES256");
    }
    if (this instanceof Kms kms) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("x-amz-server-side-encryption", "aws:kms");
      kms.keyId.ifPresent(id -> headers.put("x-amz-server-side-encryption-aws-kms-key-id", id));
      return headers;
    }
    return accessHeaders();
  }

  /** Returns the headers of parts and of reads: only a customer's key goes with each of them. */
  default Map<String, String> accessHeaders() {
    return this instanceof CustomerKey key ? key.headers("x-amz-") : Map.of();
  }

  /** Returns the headers that open the source of a copy. */
  default Map<String, String> copySourceHeaders() {
    return this instanceof CustomerKey key ? key.headers("x-amz-copy-source-") : Map.of();
  }
}
