/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.internal.settings.ConfigurationFile;
import io.github.barman4j.internal.settings.ConfigurationLine;
import io.github.barman4j.postgres.PostgresVersion;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS'+00'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> REPLACED =
      Set.of("restore_command", "recovery_end_command", "archive_cleanup_command");
  private static final int FIRST_WITH_ARCHIVE_LIBRARY = 15;

  /** Copies, keeping the order. */
  public RecoverySettings {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Returns the settings for a plan.
   *
   * @param restoreCommand PostgreSQL's {@code restore_command}
   */
  static RecoverySettings of(RestorePlan plan, String restoreCommand, RestoreOptions options) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("restore_command", restoreCommand);
    putTarget(values, plan.request().target());
    values.put("recovery_target_inclusive", "on");
    values.put("recovery_target_timeline", plan.history().timeline().toString());
    values.put("recovery_target_action", options.targetAction().word());
    if (options.archiving() == RestoredArchiving.OFF) {
      putNoArchiving(values, plan.backup().version().map(PostgresVersion::major).orElse(0));
    }
    return new RecoverySettings(values);
  }

  /**
   * The mode alone would do. Without the others, whoever sets it later to archive elsewhere would
   * archive to where the backup's cluster does until a command of its own is set, too.
   */
  private static void putNoArchiving(Map<String, String> values, int major) {
    values.put("archive_mode", "off");
    values.put("archive_command", "");
    if (major >= FIRST_WITH_ARCHIVE_LIBRARY) {
      values.put("archive_library", "");
    }
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
   * Returns the bytes of {@code postgresql.auto.conf} with these settings, what it said of the same
   * and of recovery before being left out.
   *
   * @param before its lines, see {@link ConfigurationFile}
   */
  byte[] applyTo(List<String> before) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ConfigurationFile.bytes(before.stream().filter(line -> !isReplaced(line)).toList()));
    bytes.writeBytes(toString().getBytes(UTF_8));
    return bytes.toByteArray();
  }

  private boolean isReplaced(String line) {
    String name = ConfigurationLine.parse(line).name();
    return name.startsWith("recovery_target")
        || REPLACED.contains(name)
        || values.containsKey(name);
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
