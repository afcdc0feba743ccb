/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.postgres.WalFileName;
import java.nio.file.Path;
import java.util.List;

/**
 * What became of the files in {@code incoming}.
 *
 * @param busy whether another process is archiving, so that nothing was done
 * @param archived what is in the archive now, and was not in its catalogue before
 * @param duplicates what the archive had already, with the same content
 * @param unfinished what somebody seems to be writing still; left for the next time
 * @param conflicts where those are now whose name the archive has with other content
 * @param damaged where those are now that are not the WAL that their name says
 * @param unknown where those are now that are no WAL
 */
public record ArchivingResult(
    boolean busy,
    List<WalFileName> archived,
    List<WalFileName> duplicates,
    List<WalFileName> unfinished,
    List<Path> conflicts,
    List<Path> damaged,
    List<Path> unknown) {

  /** Copies the lists. */
  public ArchivingResult {
    archived = List.copyOf(archived);
    duplicates = List.copyOf(duplicates);
    unfinished = List.copyOf(unfinished);
    conflicts = List.copyOf(conflicts);
    damaged = List.copyOf(damaged);
    unknown = List.copyOf(unknown);
  }
}
