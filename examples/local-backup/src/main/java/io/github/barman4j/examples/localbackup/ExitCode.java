/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

/** The exit codes, none of which makes PostgreSQL give up its archiver. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int CONFIGURATION = 3;
  static final int LOCKED = 4;
  static final int CANCELLED = 5;

  private ExitCode() {}

  static int of(boolean good) {
    return good ? DONE : FAILED;
  }
}
