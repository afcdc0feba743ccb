/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Tablespace;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * A rule {@code NAME:LOCATION} that gives a tablespace another place.
 *
 * @param name of the tablespace
 * @param location where it goes, as it was written
 */
public record TablespaceRelocation(String name, String location) {

  /** Checks that neither is empty. */
  public TablespaceRelocation {
    Objects.requireNonNull(location, "location");
    if (name.isEmpty() || location.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + name + ":" + location + "' is not of the form NAME:LOCATION");
    }
  }

  /**
   * Reads a rule where the tablespaces are not known: the name ends at the last colon before a
   * slash, or at the first if there is none.
   *
   * @throws IllegalArgumentException if it is not of the form
   */
  public static TablespaceRelocation parse(String rule) {
    int absolute = rule.lastIndexOf(":/");
    int colon = absolute > 0 ? absolute : rule.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("'" + rule + "' is not of the form NAME:LOCATION");
    }
    return new TablespaceRelocation(rule.substring(0, colon), rule.substring(colon + 1));
  }

  /**
   * Reads a rule for a backup. Names and locations may have colons: the name is that of one of the
   * backup's tablespaces, the longest if several fit. If none does, see {@link #parse(String)}.
   *
   * @throws IllegalArgumentException if it is not of the form
   */
  public static TablespaceRelocation parse(String rule, BackupInfo backup) {
    Optional<String> known =
        backup.tablespaces().stream()
            .map(Tablespace::name)
            .filter(name -> rule.startsWith(name + ":"))
            .max(Comparator.comparingInt(String::length));
    return known.isPresent()
        ? new TablespaceRelocation(known.get(), rule.substring(known.get().length() + 1))
        : parse(rule);
  }

  @Override
  public String toString() {
    return name + ":" + location;
  }
}
