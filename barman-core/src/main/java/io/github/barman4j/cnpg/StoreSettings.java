/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.cnpg.Slots.Slot;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts the store settings of both sections together, for a store that is used for both. */
final class StoreSettings {

  /**
   * What changes how objects are written: what only one section asks for, the other must not get.
   */
  private static final Set<String> WRITTEN =
      Set.of(
          "encryption", "sse-kms-key-id", "sse-customer-key", "kms-key-name", "encryption-scope");

  private static final String ADVICE =
      "; a store for everything writes WAL and backups alike, so let both say the same or open a"
          + " store for each: StoreUse.WAL and StoreUse.BACKUPS";

  private StoreSettings() {}

  static Map<String, String> of(Section wal, Section backups, StoreUse use, Problems problems) {
    Map<String, String> values = new TreeMap<>();
    Set<String> names = new TreeSet<>(wal.store.names());
    names.addAll(backups.store.names());
    for (String name : names) {
      Slot forWal = use == StoreUse.BACKUPS ? null : wal.store.find(name);
      Slot forBackups = use == StoreUse.WAL ? null : backups.store.find(name);
      if (use == StoreUse.ALL) {
        requireSame(name, forWal, forBackups, problems);
      }
      Slot either = forWal == null ? forBackups : forWal;
      if (either != null) {
        values.put(name, either.value().toString());
      }
    }
    return values;
  }

  private static void requireSame(
      String name, @Nullable Slot forWal, @Nullable Slot forBackups, Problems problems) {
    if (forWal != null && forBackups != null) {
      problems.require(
          forWal.value().equals(forBackups.value()),
          forWal.field(),
          "contradicts " + forBackups.field() + " in the option " + name + ADVICE);
    } else if (WRITTEN.contains(name) && forWal != null) {
      problems.add(forWal.field(), "has no counterpart in " + field("data", name) + ADVICE);
    } else if (WRITTEN.contains(name) && forBackups != null) {
      problems.add(forBackups.field(), "has no counterpart in " + field("wal", name) + ADVICE);
    }
  }

  private static String field(String section, String name) {
    String arguments =
        section.equals("wal") ? "archiveAdditionalCommandArgs" : "additionalCommandArgs";
    return "spec.configuration."
        + section
        + "."
        + (name.equals("encryption") ? "encryption" : arguments);
  }
}
