/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.io;

import java.io.IOException;

/** Asked once per buffer whether work may go on. */
@FunctionalInterface
public interface Checkpoint {
  /**
   * Returns if work may go on.
   *
   * @throws IOException or an unchecked exception, if it may not
   */
  void check() throws IOException;
}
