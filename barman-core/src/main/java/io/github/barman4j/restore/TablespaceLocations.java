/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

/**
 * Where tablespaces may go. A backup names the location of each, but what it names is in the
 * archive, and whoever can write to that could name any directory. None may in any case be the root
 * of the file system, or lie together with the data directory or another tablespace.
 */
public enum TablespaceLocations {
  /** Only to locations that the caller names: a tablespace that is not relocated is refused. */
  NAMED,

  /**
   * Also to what the backup names if nothing and nobody is there: the location is absent or empty,
   * belongs to the user who restores, or would be made in a directory that does, and lies neither
   * below a home directory nor among the system's own. The result warns of each.
   */
  UNUSED,

  /** Also to what the backup names. */
  ALL
}
