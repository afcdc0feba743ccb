/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;

/**
 * What the metadata of a backup says from before its first file is deleted: that it failed, so that
 * nobody, Barman included, restores what is left of it if the deletion does not end.
 */
final class DeletionMark {

  /** Name of Barman's note that a backup is being deleted; since 3.17, its cron goes on with it. */
  static final String ANNOTATION = "delete_this";

  /** Content of the note. */
  static final String ANNOTATION_TEXT = "delete";

  private static final String ERROR = "deletion was interrupted";

  private DeletionMark() {}

  /** Says so in fewer characters than before, for which even a full disk has room. */
  static BackupInfo on(BackupInfo info) {
    return info.toBuilder()
        .set(BackupField.COPY_STATS, null)
        .set(BackupField.STATUS, BackupStatus.FAILED)
        .set(BackupField.ERROR, ERROR)
        .build();
  }

  static boolean isOn(BackupInfo info) {
    return info.status() == BackupStatus.FAILED && info.error().filter(ERROR::equals).isPresent();
  }
}
