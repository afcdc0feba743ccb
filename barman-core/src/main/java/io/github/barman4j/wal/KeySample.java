/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.storage.ObjectKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects of one kind: how many, and the first of them.
 *
 * @param count of all
 * @param first at most {@value #LIMIT}
 */
public record KeySample(long count, List<ObjectKey> first) {

  /** The most keys that are remembered. */
  public static final int LIMIT = 100;

  /** Copies. */
  public KeySample {
    first = List.copyOf(first);
  }

  /** Tells whether there is none. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Collects the sample. */
  static final class Builder {
    private final List<ObjectKey> first = new ArrayList<>();
    private long count;

    void add(ObjectKey key) {
      count++;
      if (first.size() < LIMIT) {
        first.add(key);
      }
    }

    KeySample build() {
      return new KeySample(count, first);
    }
  }
}
