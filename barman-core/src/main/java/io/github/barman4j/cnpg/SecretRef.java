/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.regex.Pattern;

/**
 * A value in a Kubernetes Secret, in the namespace of the resource that names it.
 *
 * @param name of the Secret
 * @param key of the value in it
 */
public record SecretRef(String name, String key) {

  private static final int MAX_LENGTH = 253;
  private static final Pattern KEY = Pattern.compile("(?!\\.\\.?$)[-._a-zA-Z0-9]+");

  /**
   * Checks both by the rules of Kubernetes, with which no name leads out of a directory.
   *
   * @throws InvalidObjectStoreException if one is not valid; it is not shown, for it may be a
   *     secret at the wrong place
   */
  public SecretRef {
    Problems problems = new Problems();
    Names.requireSubdomain(problems, "name", name);
    problems.require(
        key.length() <= MAX_LENGTH && KEY.matcher(key).matches(),
        "key",
        "is not a key of a Secret: letters, digits, '-', '_' and '.'");
    problems.throwIfAny();
  }

  static SecretRef read(Fields fields) {
    return new SecretRef(fields.requiredText("name"), fields.requiredText("key"));
  }

  /** Returns both for a message. */
  @Override
  public String toString() {
    return "key '" + key + "' of Secret '" + name + "'";
  }
}
