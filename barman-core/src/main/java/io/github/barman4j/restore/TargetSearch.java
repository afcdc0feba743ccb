/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.internal.walrecord.WalEvent;
import io.github.barman4j.internal.walrecord.WalEvents;
import io.github.barman4j.postgres.Lsn;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds a target in the WAL itself, so that a plan is a proof: PostgreSQL ends recovery with an
 * error when it runs out of WAL before the target.
 */
final class TargetSearch {

  private final WalTrail trail;

  TargetSearch(WalTrail trail) {
    this.trail = trail;
  }

  /**
   * A place in the WAL.
   *
   * @param event that recovery stops at; its record is read
   * @param lastSegment number of the segment in which the record ends
   */
  record Hit(WalEvent event, long lastSegment) {}

  /** Returns the first event that matches in segments first to last, both included. */
  Optional<Hit> first(long first, long last, Predicate<WalEvent> matches) throws IOException {
    for (long number = first; number <= last && trail.has(number); number++) {
      Optional<Hit> hit = firstIn(number, matches);
      if (hit.isPresent()) {
        return hit;
      }
    }
    return Optional.empty();
  }

  private Optional<Hit> firstIn(long number, Predicate<WalEvent> matches) throws IOException {
    try (WalEvents events = trail.events(number)) {
      Optional<WalEvent> event = events.next();
      while (event.isPresent() && !matches.test(event.get())) {
        event = events.next();
      }
      long last = trail.size().segmentNumber(new Lsn(events.end().value() - 1));
      return event.map(found -> new Hit(found, last));
    }
  }

  /**
   * Returns an end of a transaction later than {@code time}, halving the segments. It is the first
   * where the times ascend; recovery may stop before it, and nothing may be found though there is
   * one, where a clock was set back.
   */
  Optional<Hit> firstAfter(Instant time, long first, long last) throws IOException {
    long low = first;
    long high = last;
    Optional<Hit> best = Optional.empty();
    while (low <= high) {
      long middle = low + (high - low) / 2;
      Optional<Hit> any = first(middle, high, WalEvent::endsTransaction);
      Optional<Hit> late = any.isEmpty() ? any : firstIn(begin(any.get()), isAfter(time));
      if (late.isPresent()) {
        best = late;
      }
      if (any.isPresent() && late.isEmpty()) {
        low = begin(any.get()) + 1;
      } else {
        high = middle - 1;
      }
    }
    return best;
  }

  private long begin(Hit hit) {
    return trail.size().segmentNumber(hit.event().lsn());
  }

  /** Matches what recovery to a time stops at. */
  static Predicate<WalEvent> isAfter(Instant time) {
    return event -> event.endsTransaction() && event.time().isAfter(time);
  }

  /** Returns the last end of a transaction in segments first to last; empty if there is none. */
  Optional<WalEvent> lastTransaction(long first, long last) throws IOException {
    for (long number = last; number >= first; number--) {
      Optional<WalEvent> event = trail.has(number) ? lastIn(number) : Optional.empty();
      if (event.isPresent()) {
        return event;
      }
    }
    return Optional.empty();
  }

  private Optional<WalEvent> lastIn(long number) throws IOException {
    try (WalEvents events = trail.events(number)) {
      Optional<WalEvent> last = Optional.empty();
      for (var next = events.next(); next.isPresent(); next = events.next()) {
        last = next.filter(WalEvent::endsTransaction).isPresent() ? next : last;
      }
      return last;
    }
  }

  /** Returns the number of the segment with the first record at a position or later. */
  Optional<Long> segmentOf(Lsn lsn, long last) throws IOException {
    long number = trail.size().segmentNumber(lsn);
    for (; number <= last && trail.has(number); number++) {
      try (WalEvents events = trail.events(number)) {
        while (events.next().isPresent()) {
          // reads to the segment's last record
        }
        if (events.lastBegin().compareTo(lsn) >= 0) {
          return Optional.of(Math.min(last, trail.size().segmentNumber(events.end())));
        }
      }
    }
    return Optional.empty();
  }
}
