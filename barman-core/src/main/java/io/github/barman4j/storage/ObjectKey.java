/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
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

  /**
   * Orders keys and prefixes as stores list them: by their UTF-8 bytes, which is by code point and
   * not, as {@link String#compareTo}, by UTF-16 unit.
   */
  public static final Comparator<String> STORE_ORDER = ObjectKey::compareCodePoints;

  private static final int MAX_BYTES = 1024;

  /** Checks the length, that no NUL is in it and no half of a surrogate pair. */
  public ObjectKey {
    Objects.requireNonNull(value, "value");
    if (!UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException(
          "An object key is valid Unicode, got an unpaired surrogate in '" + value + "'");
    }
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
    return compareCodePoints(value, other.value);
  }

  private static int compareCodePoints(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      if (left.charAt(i) != right.charAt(i)) {
        return rank(left.charAt(i)) - rank(right.charAt(i));
      }
    }
    return left.length() - right.length();
  }

  // Surrogates stand for code points above all of the basic plane, though their units are not.
  private static int rank(char unit) {
    if (unit < Character.MIN_SURROGATE) {
      return unit;
    }
    return Character.isSurrogate(unit) ? unit + 0x2000 : unit - 0x800;
  }

  @Override
  public String toString() {
    return value;
  }
}
