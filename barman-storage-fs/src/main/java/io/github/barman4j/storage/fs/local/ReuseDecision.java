/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file is the one that the backup before has, by Barman's rule: one older than that
 * backup is by its size and the second of its time, a younger one only by its content.
 *
 * @param horizon when the backup before began; what was modified later may have been copied by it
 *     before that; null if it is not known, so all is compared
 * @param strict whether what Barman's rule does not see is compared too: two writes within one
 *     second, and a time that was set back
 */
record ReuseDecision(@Nullable Instant horizon, boolean strict) {

  /** What to do with a file. */
  enum Verdict {
    /** It has changed. */
    CHANGED,
    /** Only its content tells. */
    COMPARE,
    /** It has not changed. */
    UNCHANGED
  }

  /** What a directory says of a file. */
  record Facts(long size, FileTime modified) {
    static Facts of(BasicFileAttributes attributes) {
      return new Facts(attributes.size(), attributes.lastModifiedTime());
    }

    long second() {
      return modified.to(TimeUnit.SECONDS);
    }
  }

  /**
   * Decides.
   *
   * @param reference the file in the backup before, null if it has none
   */
  Verdict of(Facts source, @Nullable Facts reference) {
    if (reference == null
        || source.size() != reference.size()
        || source.second() != reference.second()) {
      return Verdict.CHANGED;
    }
    boolean seen = !strict || source.modified().equals(reference.modified());
    return seen && isOld(source.second()) ? Verdict.UNCHANGED : Verdict.COMPARE;
  }

  /**
   * Decides again on a file that seems unchanged, by when anything about it changed, which nobody
   * can set back.
   */
  Verdict confirm(FileTime statusChanged) {
    return !strict || isOld(statusChanged.to(TimeUnit.SECONDS))
        ? Verdict.UNCHANGED
        : Verdict.COMPARE;
  }

  private boolean isOld(long second) {
    return horizon != null && second < horizon.getEpochSecond();
  }
}
