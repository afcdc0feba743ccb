/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.regex.Pattern;

/** Names as Kubernetes has them. */
final class Names {

  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final int MAX_SUBDOMAIN = 253;
  private static final int MAX_LABEL = 63;

  private Names() {}

  static void requireSubdomain(Problems problems, String field, String name) {
    problems.require(
        name.length() <= MAX_SUBDOMAIN && SUBDOMAIN.matcher(name).matches(),
        field,
        "is not a name in Kubernetes: lower-case letters, digits, '-' and '.', at most 253");
  }

  static void requireLabel(Problems problems, String field, String name) {
    problems.require(
        name.length() <= MAX_LABEL && LABEL.matcher(name).matches(),
        field,
        "is not a name in Kubernetes: lower-case letters, digits and '-', at most 63");
  }
}
