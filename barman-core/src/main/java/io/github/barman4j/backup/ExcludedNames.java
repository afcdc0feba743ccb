/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Counts what is left out and remembers the first names. For one thread. */
final class ExcludedNames implements Consumer<String> {

  private static final int REMEMBERED = 1000;

  private final List<String> names = new ArrayList<>();
  private long count;

  @Override
  public void accept(String name) {
    if (count++ < REMEMBERED) {
      names.add(name);
    }
  }

  long count() {
    return count;
  }

  List<String> names() {
    return names;
  }
}
