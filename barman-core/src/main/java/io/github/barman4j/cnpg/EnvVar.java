/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import org.jspecify.annotations.Nullable;

/**
 * A variable of the sidecar's environment. Its value may be a secret and is not in {@link
 * #toString()}.
 *
 * @param name without {@code =}
 * @param value as written; null if {@code valueFrom} says it, or for an empty one
 * @param valueFrom where the value is; null if {@code value} says it
 */
public record EnvVar(String name, @Nullable String value, @Nullable EnvVarSource valueFrom) {

  /**
   * Checks the name, and that the value is not said twice.
   *
   * @throws InvalidObjectStoreException if not
   */
  public EnvVar {
    Problems problems = new Problems();
    problems.require(
        !name.isEmpty() && name.indexOf('=') < 0, "name", "is required, not empty and without '='");
    problems.require(
        valueFrom == null || value == null || value.isEmpty(),
        "valueFrom",
        "excludes value: give one of both");
    problems.throwIfAny();
  }

  static EnvVar read(Fields fields) {
    return new EnvVar(
        fields.requiredText("name"),
        fields.text("value"),
        fields.object("valueFrom", EnvVarSources::read));
  }

  /** Returns the name and where the value is. */
  @Override
  public String toString() {
    return "EnvVar[" + name + "=" + (valueFrom == null ? "***" : valueFrom) + "]";
  }
}
