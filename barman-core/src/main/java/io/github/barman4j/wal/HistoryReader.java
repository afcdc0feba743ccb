/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.internal.archive.StoredWal;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.util.Optional;

/** Timeline histories, archived or to be. */
final class HistoryReader {

  /** The most bytes that a history may have; thousands of switches fit. */
  static final int MAX_BYTES = 1 << 20;

  private HistoryReader() {}

  /** Reads an archived history. */
  static TimelineHistory read(WalFileName.History name, StoredWal stored) throws IOException {
    byte[] text = stored.content().readNBytes(MAX_BYTES + 1);
    Optional<String> problem = problem(name, text);
    if (problem.isPresent()) {
      throw new CorruptArchiveException(
          "The archive's " + stored.metadata().key() + " is not a history: " + problem.get());
    }
    return parse(name, text);
  }

  /** Returns what is wrong with a history, in words; empty if nothing is. */
  static Optional<String> problem(WalFileName.History name, byte[] text) {
    if (text.length > MAX_BYTES) {
      return Optional.of("expected at most " + MAX_BYTES + " bytes, got more");
    }
    try {
      TimelineHistory history = parse(name, text);
      return history.switches().isEmpty()
          ? Optional.of(
              "expected a line for each ancestor of timeline " + name.timeline() + ", got none")
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static TimelineHistory parse(WalFileName.History name, byte[] text) {
    return TimelineHistory.parse(name.timeline(), new String(text, UTF_8));
  }
}
