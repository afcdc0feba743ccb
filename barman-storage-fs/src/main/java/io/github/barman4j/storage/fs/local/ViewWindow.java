/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static io.github.barman4j.storage.ObjectKey.STORE_ORDER;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are wanted.
 *
 * @param prefix they begin with it
 * @param after they are greater, by bytes; null if all are wanted
 */
record ViewWindow(String prefix, @Nullable String after) {

  /** Is greater than all that a suffix begins with, and less than all else in a name of WAL. */
  private static final String BEHIND_SUFFIXES = "/";

  /** Tells whether an object is wanted. */
  boolean admits(String key) {
    return key.startsWith(prefix) && (after == null || STORE_ORDER.compare(key, after) > 0);
  }

  /** Tells whether an object may be wanted whose key begins so and has an unknown suffix. */
  boolean admitsStem(String stem) {
    boolean fits = stem.startsWith(prefix) || prefix.startsWith(stem);
    return fits && (after == null || STORE_ORDER.compare(stem + BEHIND_SUFFIXES, after) > 0);
  }

  /** Tells whether anything below a directory may be wanted. */
  boolean admitsBelow(String directory) {
    boolean fits = directory.startsWith(prefix) || prefix.startsWith(directory);
    return fits && (after == null || isReached(directory, after));
  }

  private static boolean isReached(String directory, String after) {
    return after.startsWith(directory) || STORE_ORDER.compare(directory, after) > 0;
  }

  /** Tells whether the keys that are wanted begin amid those of a directory. */
  boolean beginsIn(String directory) {
    return after != null && after.startsWith(directory);
  }

  /** Returns the only name of a directory below this one that can be wanted, if there is one. */
  Optional<String> onlyDirectory(String directory) {
    int end = prefix.startsWith(directory) ? prefix.indexOf('/', directory.length()) : -1;
    return end < 0 ? Optional.empty() : Optional.of(prefix.substring(directory.length(), end));
  }
}
