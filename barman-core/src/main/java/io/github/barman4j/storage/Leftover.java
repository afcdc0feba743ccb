/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.time.Instant;
import java.util.Objects;

/**
 * What a writer that died left in a store, and no listing shows.
 *
 * @param kind what it is
 * @param name the key that it was to become, or where it is
 * @param id by which the store knows it
 * @param touched when something was last done with it
 */
public record Leftover(Kind kind, String name, String id, Instant touched) {

  /** Kinds of what is left. */
  public enum Kind {
    /** An upload in parts that was neither completed nor aborted; it is paid for. */
    OPEN_UPLOAD,
    /** A file in which an object was being written. */
    TEMPORARY_FILE,
    /** A directory without anything in it. */
    EMPTY_DIRECTORY
  }

  /** Checks that all are there. */
  public Leftover {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(touched, "touched");
  }
}
