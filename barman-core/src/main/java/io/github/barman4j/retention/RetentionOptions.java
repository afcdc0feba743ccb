/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import java.time.Duration;

/**
 * How careful retention is.
 *
 * @param grace for how long after its last written object an unfinished backup is taken to be
 *     running
 * @param failed what policies do with backups that failed
 */
public record RetentionOptions(Duration grace, FailedBackups failed) {

  private static final RetentionOptions DEFAULTS =
      new RetentionOptions(Duration.ofDays(1), FailedBackups.STAY);

  /** What policies do with backups that failed; one can always be deleted by its id. */
  public enum FailedBackups {
    /** They stay, as with Barman. */
    STAY,
    /** They go, unless they are kept. */
    GO
  }

  /** Checks that the grace is not negative. */
  public RetentionOptions {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("A grace period is not negative, got " + grace);
    }
  }

  /** Returns a day of grace, and failed backups stay. */
  public static RetentionOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another grace period. */
  public RetentionOptions withGrace(Duration newGrace) {
    return new RetentionOptions(newGrace, failed);
  }

  /** Returns these options with another treatment of failed backups. */
  public RetentionOptions withFailed(FailedBackups newFailed) {
    return new RetentionOptions(grace, newFailed);
  }
}
