/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.CorruptArchiveException;

/** Tells the tar reader's refusal of one member's name from damage of the tar. */
final class RefusedMembers {

  private RefusedMembers() {}

  static boolean isRefusal(CorruptArchiveException e) {
    return e.getCause() instanceof IllegalArgumentException
        && String.valueOf(e.getMessage()).contains(" is refused: ");
  }
}
