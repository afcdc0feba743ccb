/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * A bucket and the prefix of every key in it: {@code s3://bucket/prefix}.
 *
 * @param bucket its name
 * @param prefix without slashes around it; empty if keys begin at the bucket's top
 */
public record S3Location(String bucket, String prefix) {

  static final String SCHEME = "s3";

  /** Checks the bucket's name and strips the slashes around the prefix. */
  public S3Location {
    Objects.requireNonNull(bucket, "bucket");
    prefix = prefix.replaceAll("^/+|/+$", "");
    if (!bucket.matches("[A-Za-z0-9._-]{3,255}")) {
      throw new IllegalArgumentException(
          "A bucket's name has 3 or more letters, digits, '.', '-' or '_', got '" + bucket + "'");
    }
  }

  /** Returns the location at the top of a bucket. */
  public static S3Location ofBucket(String bucket) {
    return new S3Location(bucket, "");
  }

  /**
   * Parses {@code s3://bucket/prefix}; a query is left out.
   *
   * @throws IllegalArgumentException if the location has another form
   */
  public static S3Location parse(URI location) {
    if (!SCHEME.equalsIgnoreCase(location.getScheme())
        || location.getAuthority() == null
        || location.getAuthority().contains("@")) {
      throw new IllegalArgumentException(
          "A location in S3 has the form s3://bucket/prefix, got '"
              + Secret.masked(location.toString())
              + "'");
    }
    return new S3Location(location.getAuthority(), location.getPath());
  }

  /** Returns this location as {@code s3://bucket/prefix}. */
  public URI toUri() {
    try {
      return new URI(SCHEME, bucket, prefix.isEmpty() ? null : "/" + prefix, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot write as a URI: " + this, e);
    }
  }

  String fullKey(ObjectKey key) {
    return fullPrefix(key.value());
  }

  String fullPrefix(String relative) {
    return prefix.isEmpty() ? relative : prefix + "/" + relative;
  }

  /** Returns what is behind the prefix; empty if that is nothing a key can be. */
  Optional<ObjectKey> relative(String fullKey) {
    String text = relativePrefix(fullKey);
    return text.isEmpty() ? Optional.empty() : Optional.of(ObjectKey.of(text));
  }

  String relativePrefix(String fullPrefix) {
    return fullPrefix.substring(fullPrefix("").length());
  }
}
