/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

/**
 * What backups take up on disk. A file that does not change is linked from one backup to the next,
 * so that what they seem to take and what deleting them frees are two things.
 *
 * @param files how many names of files there are
 * @param apparentBytes of the files under all their names
 * @param exclusiveBytes of the files that have no name elsewhere: what deleting the backups frees
 */
public record SpaceUsage(long files, long apparentBytes, long exclusiveBytes) {

  /** Nothing. */
  public static final SpaceUsage NONE = new SpaceUsage(0, 0, 0);
}
