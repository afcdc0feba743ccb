/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

/** The steps of a backup, in order. */
public enum BackupPhase {
  /** Asking the server what there is to copy. */
  CONNECTING("connecting to PostgreSQL"),
  /** Entering backup mode, which waits for a checkpoint. */
  STARTING("starting the backup in PostgreSQL"),
  /** Counting files. */
  SCANNING("scanning the data directory"),
  /** Copying files into the store. */
  COPYING("copying files"),
  /** Leaving backup mode, which waits for the last WAL to be archived. */
  STOPPING("stopping the backup in PostgreSQL"),
  /** Writing the last part. */
  FINISHING("writing the last part"),
  /** Writing {@code backup.info}, which makes the backup visible. */
  PUBLISHING("writing backup.info"),
  /** Waiting until the WAL of the backup is in this archive; the backup is visible. */
  WAITING_FOR_WAL("waiting for WAL");

  private final String words;

  BackupPhase(String words) {
    this.words = words;
  }

  /** Returns the step in words, such as "copying files". */
  @Override
  public String toString() {
    return words;
  }
}
