/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.io.IOException;
import java.nio.file.Path;

/** What becomes of what a restore finds at its target; for many threads. */
interface MergeSink {

  /** A directory of the backup, before anything that is in it. */
  void directory(Path target) throws IOException;

  /** A file or a directory that the backup does not have. */
  void remove(Path target) throws IOException;

  /** A file that the target does not have, or has otherwise. */
  void write(TreeEntry file, Path target) throws IOException;

  /** A file whose content the target has, with another time or mode. */
  void adjust(TreeEntry file, Path target) throws IOException;

  /** A file that the target has. */
  void leave(TreeEntry file, Path target);

  /** Something of the backup that is not restored. */
  void skip(TreeEntry entry);
}
