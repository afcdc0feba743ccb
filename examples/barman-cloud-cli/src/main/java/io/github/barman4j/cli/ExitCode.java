/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.ArchiveNotFoundException;
import io.github.barman4j.BackupFailedException;
import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.CopyConflictException;
import io.github.barman4j.DuplicateWalException;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.WalArchiveNotEmptyException;
import java.util.Set;

/** The exit codes of Barman's programs, and which failure has which. */
final class ExitCode {

  static final int DONE = 0;

  /** The store was reached, and what was asked for cannot be done or is not there. */
  static final int FAILED = 1;

  static final int UNREACHABLE = 2;
  static final int USAGE = 3;
  static final int OTHER = 4;

  /** To a Barman that runs hooks: abort, and do not try again. */
  static final int HOOK_ABORT = 63;

  private static final Set<Class<?>> REFUSALS =
      Set.of(
          ArchiveNotFoundException.class,
          BackupFailedException.class,
          BackupProtectedException.class,
          CopyConflictException.class,
          DuplicateWalException.class,
          ForeignServerException.class,
          OperationCancelledException.class,
          RecoveryTargetUnreachableException.class,
          RestoreFailedException.class,
          WalArchiveNotEmptyException.class);

  private ExitCode() {}

  /** Returns the code of a failure that the program itself had no other for. */
  static int of(Throwable failure) {
    if (failure instanceof ToolException tool) {
      return tool.exitCode();
    }
    if (failure instanceof UsageException) {
      return USAGE;
    }
    return REFUSALS.contains(failure.getClass()) ? FAILED : OTHER;
  }
}
