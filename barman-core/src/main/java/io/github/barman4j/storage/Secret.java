/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.util.Objects;

/** A text that no log, message or {@code toString} shows: a password, an access key. Immutable. */
public final class Secret {

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Returns a secret of this text. */
  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value, "value"));
  }

  /**
   * Returns a location as it may be shown: a user before its host, and its query, where there may
   * be a password or a shared access signature, are replaced.
   */
  public static String masked(String location) {
    return location
        .replaceFirst("(?s)[?#].*$", "?***")
        .replaceFirst("(?s)^([A-Za-z][A-Za-z0-9+.-]*:)?//.*@", "$1//***@");
  }

  /** Returns the text itself, for the one who authenticates with it. */
  public String reveal() {
    return value;
  }

  /** Returns the secret without blanks and line ends around it, which files and variables have. */
  public Secret strip() {
    return new Secret(value.strip());
  }

  /** Tells whether there is nothing but blanks, which authenticates nobody. */
  public boolean isBlank() {
    return value.isBlank();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns a fixed text. */
  @Override
  public String toString() {
    return "***";
  }
}
