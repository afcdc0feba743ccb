/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;

/**
 * The name of an object, relative to its store's location: 1 to 1024 bytes of UTF-8, parts
 * separated by {@code /}.
 *
 * <p>Ordered as stores list: by UTF-8 bytes. Immutable.
 *
 * @param value the text, as the store sees it
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

  private static final int MAX_BYTES = 1024;

  /** Checks the length and that no NUL is in it. */
  public ObjectKey {
    Objects.requireNonNull(value, "value");
    int bytes = value.getBytes(UTF_8).length;
    if (bytes == 0 || bytes > MAX_BYTES || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "An object key has 1 to 1024 bytes and no NUL, got " + bytes + " bytes: '" + value + "'");
    }
  }

  /** Returns the key with this text. */
  public static ObjectKey of(String value) {
    return new ObjectKey(value);
  }

  /** Returns the part behind the last slash; empty if the key ends with one. */
  public String lastName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(ObjectKey other) {
    return Arrays.compareUnsigned(value.getBytes(UTF_8), other.value.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return value;
  }
}
