/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.Locale;

/** How much the sidecar logs. */
public enum SidecarLogLevel {
  /** Errors. */
  ERROR,
  /** Also what was swallowed. */
  WARNING,
  /** Also what happens; the default. */
  INFO,
  /** Also the steps. */
  DEBUG,
  /** Everything. */
  TRACE;

  /** Returns how the resource writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
