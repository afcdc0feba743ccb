/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.List;

/**
 * Options that exclude each other.
 *
 * @param options by their long names
 * @param required whether one of them must be given
 */
record Exclusion(List<String> options, boolean required) {

  static Exclusion atMostOne(String... options) {
    return new Exclusion(List.of(options), false);
  }

  static Exclusion exactlyOne(String... options) {
    return new Exclusion(List.of(options), true);
  }
}
