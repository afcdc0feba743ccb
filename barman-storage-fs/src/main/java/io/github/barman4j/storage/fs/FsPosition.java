/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static io.github.barman4j.storage.ObjectKey.STORE_ORDER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.storage.ListRequest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How far a listing has come.
 *
 * @param after keys up to and including this one are done; null means none
 * @param folded keys that begin with this are done too; null means none
 */
record FsPosition(@Nullable String after, @Nullable String folded) {

  private static final String KEY = "k";
  private static final String PREFIX = "p";

  static FsPosition of(ListRequest request) {
    String token = request.pageToken();
    return token == null ? new FsPosition(request.startAfter(), null) : parse(token);
  }

  static FsPosition behindKey(String key) {
    return new FsPosition(key, null);
  }

  static FsPosition behindPrefix(String prefix) {
    return new FsPosition(prefix, prefix);
  }

  private static FsPosition parse(String token) {
    String text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
    String value = text.substring(1);
    return text.startsWith(PREFIX) ? behindPrefix(value) : behindKey(value);
  }

  String token() {
    String text = folded == null ? KEY + after : PREFIX + folded;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  /** Tells whether a key is still to come. */
  boolean admits(String key) {
    return (after == null || STORE_ORDER.compare(key, after) > 0) && !isFolded(key);
  }

  /** Tells whether a key that begins with {@code directory} can still come. */
  boolean admitsBelow(String directory) {
    return (admits(directory) || (after != null && after.startsWith(directory)))
        && !isFolded(directory);
  }

  private boolean isFolded(String text) {
    return folded != null && text.startsWith(folded);
  }
}
