/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import java.nio.file.Path;

/** A tool that can back up into the store and restore from it. */
interface Contender {

  /** Returns its name, for the report. */
  String name();

  /**
   * Returns the program that makes a backup.
   *
   * @param serverName the archive to make it in
   * @param compression as {@link io.github.barman4j.compression.Compression#parse} reads it
   */
  Command backup(String serverName, String compression);

  /**
   * Returns the program that restores a backup.
   *
   * @param directory absent
   */
  Command restore(String serverName, String backupId, Path directory);
}
