/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings that make PostgreSQL recover to a target, in the order they are written. Of the
 * {@code recovery_target…} settings only the one that is used is there: PostgreSQL counts an empty
 * one as a second target.
 *
 * @param values by name
 */
public record RecoverySettings(Map<String, String> values) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);
  private static final Set<String> REPLACED =
      Set.of("restore_command", "recovery_end_command", "archive_cleanup_command");
  private static final Pattern NAME =
      Pattern.compile("^\\s*([A-Za-z_][A-Za-z0-9_.]*)\\b.*", Pattern.DOTALL);

  /** Copies, keeping the order. */
  public RecoverySettings {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Returns the settings for a plan.
   *
   * @param restoreCommand PostgreSQL's {@code restore_command}
   */
  static RecoverySettings of(RestorePlan plan, String restoreCommand, RecoveryTargetAction action) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("restore_command", restoreCommand);
    putTarget(values, plan.request().target());
    values.put("recovery_target_inclusive", "on");
    values.put("recovery_target_timeline", plan.history().timeline().toString());
    values.put("recovery_target_action", action.word());
    return new RecoverySettings(values);
  }

  private static void putTarget(Map<String, String> values, RecoveryTarget target) {
    if (target instanceof RecoveryTarget.Immediate) {
      values.put("recovery_target", "immediate");
    } else if (target instanceof RecoveryTarget.AtTime at) {
      values.put("recovery_target_time", format(at.time()));
    } else if (target instanceof RecoveryTarget.AtLsn at) {
      values.put("recovery_target_lsn", at.lsn().toString());
    } else if (target instanceof RecoveryTarget.AtXid at) {
      values.put("recovery_target_xid", Long.toString(at.inWal()));
    } else if (target instanceof RecoveryTarget.AtRestorePoint at) {
      values.put("recovery_target_name", at.name());
    }
  }

  private static String format(Instant time) {
    return TIME.format(time);
  }

  static void requireOneLine(String name, String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(name + " is one line, got '" + value + "'");
    }
  }

  /**
   * Returns {@code postgresql.auto.conf} with these settings, what it said of recovery before being
   * left out.
   */
  String applyTo(String autoConf) {
    String kept =
        autoConf
            .lines()
            .filter(line -> !isReplaced(line))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return kept + toString();
  }

  private static boolean isReplaced(String line) {
    var matcher = NAME.matcher(line);
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group(1).toLowerCase(java.util.Locale.ROOT);
    return name.startsWith("recovery_target") || REPLACED.contains(name);
  }

  /** Returns the lines of a configuration file. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + " = '" + quote(e.getValue()) + "'\n")
        .collect(Collectors.joining());
  }

  private static String quote(String value) {
    return value.replace("\\", "\\\\").replace("'", "''");
  }
}
