/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a backup is.
 *
 * @param phase what it does now
 * @param filesDone files read to their end
 * @param filesTotal files that there were when they were counted; 0 before that
 * @param bytesDone bytes read from files
 * @param bytesTotal bytes that the files had when they were counted; 0 before that
 * @param bytesUploaded bytes handed to the store, after compression
 * @param bytesPerSecond bytes read per second since copying began; 0 before that
 */
public record BackupProgress(
    BackupPhase phase,
    long filesDone,
    long filesTotal,
    long bytesDone,
    long bytesTotal,
    long bytesUploaded,
    long bytesPerSecond) {

  /** Checks that the phase is there. */
  public BackupProgress {
    Objects.requireNonNull(phase, "phase");
  }

  /** Returns how long copying will go on at the rate so far; empty if there is no rate yet. */
  public Optional<Duration> remaining() {
    if (bytesPerSecond <= 0) {
      return Optional.empty();
    }
    long bytes = Math.max(0, bytesTotal - bytesDone);
    return Optional.of(Duration.ofSeconds((bytes + bytesPerSecond - 1) / bytesPerSecond));
  }
}
