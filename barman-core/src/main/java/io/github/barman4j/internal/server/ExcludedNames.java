/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Counts what is left out and remembers the first names. For one thread. */
public final class ExcludedNames implements Consumer<String> {

  private static final int REMEMBERED = 1000;

  private final List<String> names = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private long count;

  @Override
  public void accept(String name) {
    if (count++ < REMEMBERED) {
      names.add(name);
    }
    if (TreeWalk.isUnexpected(name) && unexpected.size() < REMEMBERED) {
      unexpected.add(name);
    }
  }

  /** Returns how many were left out. */
  public long count() {
    return count;
  }

  /** Returns the first 1000 that PostgreSQL does not make anew, not copied. */
  public List<String> unexpected() {
    return unexpected;
  }

  /** Returns the first 1000, not copied. */
  public List<String> names() {
    return names;
  }
}
