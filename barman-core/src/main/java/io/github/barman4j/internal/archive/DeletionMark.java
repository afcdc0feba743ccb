/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the metadata of a backup says from before its first file is deleted: that it failed, so that
 * nobody, Barman included, restores or counts what is left of it if the deletion does not end.
 */
public final class DeletionMark {

  private static final String ERROR = "deletion was interrupted";

  private DeletionMark() {}

  /**
   * Returns what is known of a backup, with the mark; in fewer characters than before, for which
   * even a full disk has room.
   */
  public static BackupInfo on(BackupInfo info) {
    return info.toBuilder()
        .set(BackupField.COPY_STATS, null)
        .set(BackupField.STATUS, BackupStatus.FAILED)
        .set(BackupField.ERROR, ERROR)
        .build();
  }

  /** Returns a {@code backup.info} with the mark, all else in it as it was, byte for byte. */
  public static byte[] on(byte[] info) {
    String others =
        new String(info, ISO_8859_1)
            .lines()
            .filter(line -> !isOf(BackupField.STATUS, line) && !isOf(BackupField.ERROR, line))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return (others
            + line(BackupField.ERROR, ERROR)
            + line(BackupField.STATUS, BackupStatus.FAILED.name()))
        .getBytes(ISO_8859_1);
  }

  private static boolean isOf(BackupField field, String line) {
    int equals = line.indexOf('=');
    return equals > 0
        && line.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(field.key());
  }

  private static String line(BackupField field, String value) {
    return field.key() + "=" + value + "\n";
  }

  /** Tells whether the deletion of a backup began. */
  public static boolean isOn(BackupInfo info) {
    return info.status() == BackupStatus.FAILED && info.error().filter(ERROR::equals).isPresent();
  }
}
