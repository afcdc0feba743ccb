/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.tidy;

import io.github.barman4j.storage.Leftover;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is to be removed.
 *
 * @param name of it in the store
 * @param reason why it may go
 * @param leftover as the store shows it; null for the note of a backup, which is an object
 */
public record TidyItem(String name, String reason, @Nullable Leftover leftover) {

  /** Checks that name and reason are there. */
  public TidyItem {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reason, "reason");
  }

  /** Returns what it is, in words: running note, open upload, temporary file, empty directory. */
  public String kind() {
    return leftover == null
        ? "running note"
        : leftover.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public String toString() {
    return kind() + " " + name + ": " + reason;
  }
}
