/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import io.github.barman4j.storage.WriteOutcomeUnknownException;

/** Lets the write happen and throws. */
final class LoseResponse implements Fault.Effect {
  @Override
  public void after(String what) throws WriteOutcomeUnknownException {
    throw new WriteOutcomeUnknownException(what + "connection reset before the answer", null);
  }
}
