/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a restore did.
 *
 * @param dataDirectory in which PostgreSQL can be started now
 * @param files written
 * @param bytes written
 * @param walSegments staged; 0 if PostgreSQL fetches them itself
 * @param archiving whether the cluster archives its WAL
 * @param elapsed from begin to end
 * @param unproved what of the result could not be proved, and why; empty if every file was compared
 *     with the manifest of the backup
 * @param damagedPages data pages with a wrong checksum, the first hundred of them
 * @param warnings what was left out, for a person to look at
 */
public record RestoreResult(
    Path dataDirectory,
    long files,
    long bytes,
    long walSegments,
    RestoredArchiving archiving,
    Duration elapsed,
    List<String> unproved,
    List<String> damagedPages,
    List<String> warnings) {

  /** Copies the lists. */
  public RestoreResult {
    unproved = List.copyOf(unproved);
    damagedPages = List.copyOf(damagedPages);
    warnings = List.copyOf(warnings);
  }
}
