/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.CopyConflictException;
import io.github.barman4j.storage.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Collects conflicts, up to a number that a person can still look at. Thread-safe. */
final class Conflicts {

  private static final int MAX = 1000;
  private static final int NAMED = 20;

  private final List<CopyConflict> all = new ArrayList<>();

  synchronized void add(CopyConflict conflict) {
    if (all.size() < MAX) {
      all.add(conflict);
    }
  }

  /**
   * Returns an object with what is at the target; something of another size is a conflict.
   *
   * @param there the size of what is at the target; null if nothing
   */
  CopiedObject check(CopiedObject object, @Nullable Long there) {
    boolean present = there != null && there == object.size();
    if (there != null && !present) {
      add(ofSizes(object.target(), object.size(), there));
    }
    return new CopiedObject(object.source(), object.target(), object.size(), present);
  }

  synchronized List<CopyConflict> all() {
    return List.copyOf(all);
  }

  void throwIfAny(CopyPlan.Archive target) {
    throwIfAny(all(), target);
  }

  static void throwIfAny(List<CopyConflict> conflicts, CopyPlan.Archive target) {
    if (!conflicts.isEmpty()) {
      throw new CopyConflictException(message(conflicts, target));
    }
  }

  private static String message(List<CopyConflict> conflicts, CopyPlan.Archive target) {
    StringBuilder text = new StringBuilder();
    text.append(conflicts.size()).append(conflicts.size() < MAX ? "" : " or more");
    text.append(" objects of ").append(target).append(" are not what would be copied there:");
    conflicts.stream().limit(NAMED).forEach(conflict -> text.append("\n  ").append(conflict));
    text.append(conflicts.size() > NAMED ? "\n  ..." : "");
    return text.append("\nNothing is overwritten; copy to another server name, or find out which")
        .append(" of the two is right and delete the other")
        .toString();
  }

  static CopyConflict ofSizes(ObjectKey key, long source, long target) {
    return new CopyConflict(
        key, String.format(Locale.ROOT, "has %,d bytes, the source has %,d", target, source));
  }

  static CopyConflict ofContent(ObjectKey key) {
    return new CopyConflict(key, "has the source's size but other content");
  }
}
