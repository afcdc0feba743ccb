/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import java.util.Objects;

/**
 * A tablespace other than the two in the data directory.
 *
 * @param name as {@code CREATE TABLESPACE} gave it
 * @param oid names its link below {@code pg_tblspc}; unsigned, so a long
 * @param location the absolute path on the server
 */
public record Tablespace(String name, long oid, String location) {

  /** Checks that all are there. */
  public Tablespace {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(location, "location");
    if (oid < 1 || oid > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("A tablespace's oid is in 1 to 4294967295, got " + oid);
    }
  }
}
