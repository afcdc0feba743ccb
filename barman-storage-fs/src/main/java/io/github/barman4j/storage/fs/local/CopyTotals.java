/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of the files of a backup. Thread-safe. */
final class CopyTotals {

  private final LongAdder bytes = new LongAdder();
  private final LongAdder ownBytes = new LongAdder();
  private final LongAdder linked = new LongAdder();
  private final LongAdder copied = new LongAdder();
  private final LongAdder compared = new LongAdder();

  /** A file is shared with the backup before. */
  void linked(long size) {
    linked.increment();
    bytes.add(size);
  }

  /** A file is the backup's own. */
  void copied(long size) {
    copied.increment();
    bytes.add(size);
    ownBytes.add(size);
  }

  /** The content of a file was compared. */
  void compared() {
    compared.increment();
  }

  /** Returns the bytes of all files. */
  long bytes() {
    return bytes.sum();
  }

  /** Returns the bytes of those that are the backup's own. */
  long ownBytes() {
    return ownBytes.sum();
  }

  @Override
  public String toString() {
    return linked + " files linked, " + copied + " copied, " + compared + " compared";
  }
}
