/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;

/** A store does not do what it promises; the message says what was expected and what was seen. */
final class ProbeFailure extends IOException {

  private static final long serialVersionUID = 1L;

  ProbeFailure(String message) {
    super(message);
  }

  static void unless(boolean fulfilled, String otherwise) throws ProbeFailure {
    if (!fulfilled) {
      throw new ProbeFailure(otherwise);
    }
  }

  static void unlessEqual(String what, Object expected, Object actual) throws ProbeFailure {
    unless(expected.equals(actual), what + ": expected " + expected + ", got " + actual);
  }
}
