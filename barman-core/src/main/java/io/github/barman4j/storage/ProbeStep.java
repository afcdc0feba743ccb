/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * A check to be made.
 *
 * @param name of the check
 * @param body makes it
 * @param needed whether backups need it
 * @param needs names of checks without whose success it makes no sense
 * @param capability tells whether the store says that it can
 * @param instead what barman4j does if it cannot
 * @param missingHint what to do if the store can after all
 * @param hint what to do if it fails
 */
record ProbeStep(
    String name,
    Body body,
    boolean needed,
    List<String> needs,
    Predicate<StoreCapabilities> capability,
    String instead,
    String missingHint,
    String hint) {

  /** Makes a check. */
  @FunctionalInterface
  interface Body {
    /** Returns what was seen. */
    String run(ProbeScratch scratch) throws IOException;
  }

  static ProbeStep of(String name, Body body) {
    return new ProbeStep(name, body, false, List.of(), any -> true, "", "", "");
  }

  ProbeStep isNeeded() {
    return new ProbeStep(name, body, true, needs, capability, instead, missingHint, hint);
  }

  ProbeStep after(String... checks) {
    return new ProbeStep(
        name, body, needed, List.of(checks), capability, instead, missingHint, hint);
  }

  ProbeStep where(Predicate<StoreCapabilities> can, String otherwise, String ifItCan) {
    return new ProbeStep(name, body, needed, needs, can, otherwise, ifItCan, hint);
  }

  ProbeStep hint(String text) {
    return new ProbeStep(name, body, needed, needs, capability, instead, missingHint, text);
  }
}
