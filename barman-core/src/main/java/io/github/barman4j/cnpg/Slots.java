/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values by name with the field that said them. The first to say one wins. For one thread. */
final class Slots {

  /** What cannot be said by an argument, because a field says it in its own way. */
  private static final Object TAKEN = new Object();

  private final Map<String, Slot> slots = new TreeMap<>();

  record Slot(Object value, String field) {}

  /**
   * Says a value; saying the same again changes nothing.
   *
   * @throws IllegalArgumentException if another is there already
   */
  void say(String name, Object value, String field) {
    Slot first = slots.putIfAbsent(name, new Slot(value, field));
    if (first != null && !first.value().equals(value)) {
      throw new IllegalArgumentException(first.field() + " already says otherwise");
    }
  }

  void take(String name, String field) {
    slots.put(name, new Slot(TAKEN, field));
  }

  void remove(String name) {
    slots.remove(name);
  }

  Set<String> names() {
    return slots.keySet();
  }

  /** Returns what was said; null if nothing, or only that arguments cannot say it. */
  @Nullable Slot find(String name) {
    Slot slot = slots.get(name);
    return slot == null || slot.value() == TAKEN ? null : slot;
  }

  <T> @Nullable T find(String name, Class<T> type) {
    Slot slot = find(name);
    return slot == null ? null : type.cast(slot.value());
  }
}
