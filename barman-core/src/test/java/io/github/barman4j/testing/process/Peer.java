/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.process;

/** An external program that a test compares with or checks against, absent on some machines. */
public interface Peer {

  /** Returns whether the program can be run here. */
  boolean available();

  /** Returns what it is and how to get it, for the report of a skipped test. */
  String description();
}
