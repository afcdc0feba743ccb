/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Key-value pairs that a store keeps beside an object, ordered by key.
 *
 * @param values at most 10; a key has 1 to 128 characters and does not begin with {@code aws:}, a
 *     value at most 256: the limits of S3, the narrowest of the stores
 */
public record ObjectTags(SortedMap<String, String> values) {

  /** No tags. */
  public static final ObjectTags EMPTY = new ObjectTags(new TreeMap<>());

  private static final int MAX_TAGS = 10;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;

  /** Checks the limits and copies. */
  public ObjectTags {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    if (values.size() > MAX_TAGS) {
      throw new IllegalArgumentException("At most 10 tags, got " + values.size());
    }
    values.forEach(ObjectTags::check);
  }

  /** Returns these pairs as tags. */
  public static ObjectTags of(Map<String, String> values) {
    return new ObjectTags(new TreeMap<>(values));
  }

  /** Tells whether there is no tag. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || key.length() > MAX_KEY || key.startsWith("aws:")) {
      throw new IllegalArgumentException(
          "A tag key has 1 to 128 characters and does not begin with 'aws:', got '" + key + "'");
    }
    if (value.length() > MAX_VALUE) {
      throw new IllegalArgumentException(
          "A tag value has at most 256 characters, that of '" + key + "' has " + value.length());
    }
  }
}
