/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.Objects;

/**
 * Something in a resource that Barman's tools would heed, or take, and that has no effect here.
 *
 * @param field its path, such as {@code spec.configuration.data.additionalCommandArgs[2]}
 * @param setting the field's name, or the option as it is written there without its value
 * @param reason why it has no effect, and what to do instead
 */
public record UnsupportedSetting(String field, String setting, String reason) {

  /** Checks that all are there. */
  public UnsupportedSetting {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(setting, "setting");
    Objects.requireNonNull(reason, "reason");
  }

  /** Returns all for a message. */
  @Override
  public String toString() {
    return field + " (" + setting + "): " + reason;
  }
}
