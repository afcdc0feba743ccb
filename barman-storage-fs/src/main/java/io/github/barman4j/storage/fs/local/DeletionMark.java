/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupInfo;

/** What says in Barman's server directory that a backup is being deleted. */
final class DeletionMark {

  /** Name of Barman's note that a backup is being deleted; since 3.17, its cron goes on with it. */
  static final String ANNOTATION = "delete_this";

  /** Content of the note. */
  static final String ANNOTATION_TEXT = "delete";

  private DeletionMark() {}

  static BackupInfo on(BackupInfo info) {
    return io.github.barman4j.internal.archive.DeletionMark.on(info);
  }

  static boolean isOn(BackupInfo info) {
    return io.github.barman4j.internal.archive.DeletionMark.isOn(info);
  }
}
