/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.Map;
import java.util.Set;

/**
 * Whether failures to fetch WAL abort recovery. PostgreSQL takes an exit code up to 125 of {@code
 * restore_command} for the end of the archive, and ends recovery there as if all was done.
 *
 * @param isOn whether failures have a code above 125
 * @param isTranslated whether the launcher waits for the code: only what it is told by one that
 *     nothing else ends with, not even a Java that could not start, is absent
 */
record RecoveryAbort(boolean isOn, boolean isTranslated) {

  static final String VARIABLE = "BARMAN4J_ABORT_RECOVERY_ON_FAILURE";

  /** The launcher makes it 1. */
  static final int ABSENT = 120;

  private static final int ABORT = 126;
  private static final String LAUNCHER = "launcher";
  private static final Set<String> OFF = Set.of("", "no", "off", "false", "0");

  static RecoveryAbort of(boolean byOption, Map<String, String> environment) {
    String variable = environment.getOrDefault(VARIABLE, "");
    return new RecoveryAbort(byOption || !OFF.contains(variable), LAUNCHER.equals(variable));
  }

  /** Returns the code for a file that the archive does not have. */
  int exitCodeOfAbsence() {
    return isTranslated ? ABSENT : ExitCode.FAILED;
  }

  /** Returns the code for anything else. */
  int exitCode(Throwable failure) {
    if (isOn) {
      return ABORT;
    }
    return Connectivity.isLost(failure) ? ExitCode.UNREACHABLE : ExitCode.of(failure);
  }
}
