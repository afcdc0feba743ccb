/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * A bucket and the prefix of every key in it: {@code gs://bucket/prefix}.
 *
 * @param bucket its name
 * @param prefix without slashes around it; empty if keys begin at the bucket's top
 */
public record GcsLocation(String bucket, String prefix) {

  static final String SCHEME = "gs";

  private static final String CONSOLE_HOST = "console.cloud.google.com";
  private static final String CONSOLE_PATH = "/storage/browser/";

  /** Checks the bucket's name and strips the slashes around the prefix. */
  public GcsLocation {
    Objects.requireNonNull(bucket, "bucket");
    prefix = prefix.replaceAll("^/+|/+$", "");
    if (!bucket.matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")) {
      throw new IllegalArgumentException(
          "A bucket's name has 3 to 222 lower-case letters, digits, '.', '-' or '_', got '"
              + bucket
              + "'");
    }
  }

  /** Returns the location at the top of a bucket. */
  public static GcsLocation ofBucket(String bucket) {
    return new GcsLocation(bucket, "");
  }

  /**
   * Parses {@code gs://bucket/prefix}, or the address of a bucket in Google's console; a query is
   * left out.
   *
   * @throws IllegalArgumentException if the location has another form
   */
  public static GcsLocation parse(URI location) {
    if (isConsole(location)) {
      String path = location.getPath().substring(CONSOLE_PATH.length());
      int slash = path.indexOf('/');
      return slash < 0
          ? ofBucket(path)
          : new GcsLocation(path.substring(0, slash), path.substring(slash));
    }
    if (!SCHEME.equalsIgnoreCase(location.getScheme()) || location.getAuthority() == null) {
      throw new IllegalArgumentException(
          "A location in Google Cloud Storage has the form gs://bucket/prefix or https://"
              + CONSOLE_HOST
              + CONSOLE_PATH
              + "bucket/prefix, got '"
              + Secret.masked(location.toString())
              + "'");
    }
    return new GcsLocation(location.getAuthority(), location.getPath());
  }

  /** Tells whether this is a location of one of the two forms. */
  static boolean handles(URI location) {
    return SCHEME.equalsIgnoreCase(location.getScheme()) || isConsole(location);
  }

  /** Returns this location as {@code gs://bucket/prefix}. */
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

  private static boolean isConsole(URI location) {
    return "https".equalsIgnoreCase(location.getScheme())
        && CONSOLE_HOST.equalsIgnoreCase(location.getHost())
        && location.getPath().startsWith(CONSOLE_PATH);
  }
}
