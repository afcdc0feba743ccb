/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.backup.BarmanDirectory;
import io.github.barman4j.catalog.BackupId;
import java.util.Map;
import java.util.Set;

/** What Barman tells a hook that it runs behind a backup. */
final class BackupHook {

  private static final Set<String> HOOKS = Set.of("backup_script", "backup_retry_script");

  private final Map<String, String> environment;
  private final Invocation call;

  private BackupHook(Invocation call) {
    this.call = call;
    this.environment = call.environment();
  }

  /** Tells whether Barman has called the program. */
  static boolean isOne(Map<String, String> environment) {
    return environment.containsKey("BARMAN_HOOK") && environment.containsKey("BARMAN_PHASE");
  }

  /**
   * Returns the backup that Barman has taken.
   *
   * @throws ToolException with 4 if this is no hook behind a backup or something is not said, with
   *     63 if the backup is not done
   */
  static BarmanDirectory read(Invocation call) {
    return new BackupHook(call).read();
  }

  private BarmanDirectory read() {
    String info = require("BARMAN_BACKUP_INFO_PATH");
    String hook = require("BARMAN_HOOK");
    String phase = require("BARMAN_PHASE");
    if (!HOOKS.contains(hook) || !phase.equals("post")) {
      throw misused(
          "it is a post_backup_script or post_backup_retry_script, not a " + phase + "_" + hook);
    }
    BarmanDirectory directory =
        new BarmanDirectory(id(), call.path(require("BARMAN_BACKUP_DIR")), call.path(info));
    requireDone(directory.id());
    return directory;
  }

  private BackupId id() {
    try {
      return BackupId.of(require("BARMAN_BACKUP_ID"));
    } catch (IllegalArgumentException e) {
      throw misused("BARMAN_BACKUP_ID: " + e.getMessage());
    }
  }

  private void requireDone(BackupId id) {
    String status = require("BARMAN_STATUS");
    if (!status.equals("DONE")) {
      throw new ToolException(
          ExitCode.HOOK_ABORT, "Backup " + id + " is " + status + ", so it is not sent on");
    }
  }

  private String require(String variable) {
    String value = environment.get(variable);
    if (value == null) {
      throw misused("the variable " + variable + " is missing");
    }
    return value;
  }

  private static ToolException misused(String why) {
    return new ToolException(ExitCode.OTHER, "Called as a hook by Barman, but " + why);
  }
}
