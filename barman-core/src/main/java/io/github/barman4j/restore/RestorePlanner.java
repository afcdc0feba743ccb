/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.walrecord.WalEvent;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.wal.WalRange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides from which backup and with which WAL a target is reached, reading the archive only.
 *
 * <p>Candidates come newest first; the first that the target lies behind is taken, because it
 * replays the least WAL.
 */
final class RestorePlanner {

  private static final int LISTED = 10;

  private final RestoreRequest request;
  private final ArchivedSegments archive;
  private final Candidates candidates;
  private String beyond = "";

  RestorePlanner(RestoreRequest request, ArchivedSegments archive, Candidates candidates) {
    this.request = request;
    this.archive = archive;
    this.candidates = candidates;
  }

  /**
   * What a plan decided.
   *
   * @param backup to begin from
   * @param history to recover along
   * @param wal needed, all of it in the archive
   * @param found where the target is, in words
   * @param warnings what else the archive leads to, a sentence each
   */
  record Decision(
      BackupInfo backup,
      TimelineHistory history,
      List<WalRange> wal,
      String found,
      List<String> warnings) {}

  /**
   * Decides.
   *
   * @throws RecoveryTargetUnreachableException if no backup and WAL in the archive lead there
   */
  Decision decide() throws IOException {
    String nearest = "no whole backup is in the archive";
    long searchedDownTo = Long.MAX_VALUE;
    List<Reach> tooLate = new ArrayList<>();
    for (Candidates.Candidate candidate : candidates.newestFirst(request)) {
      Reach reach = new Reach(candidate, searchedDownTo);
      Optional<Decision> decision = reach.decide();
      if (decision.isPresent()) {
        return decision.get();
      }
      nearest = reach.why;
      searchedDownTo = reach.searchedDownTo;
      if (reach.isTooLate) {
        tooLate.add(reach);
      }
    }
    return afterCorrection(tooLate).orElseThrow(unreachable(beyond.isEmpty() ? nearest : beyond));
  }

  /** Looks at backups that ended later than the target, by a clock that was set back since then. */
  private Optional<Decision> afterCorrection(List<Reach> tooLate) throws IOException {
    for (Reach reach : tooLate) {
      Optional<Decision> decision =
          reach.afterCorrection(((RecoveryTarget.AtTime) request.target()).time());
      if (decision.isPresent()) {
        return decision;
      }
    }
    return Optional.empty();
  }

  private Supplier<RecoveryTargetUnreachableException> unreachable(String why) {
    return () ->
        new RecoveryTargetUnreachableException(
            "Cannot recover to " + request.target().describe() + ": " + why);
  }

  /** Tries one backup. */
  private final class Reach {
    private final BackupInfo backup;
    private final WalTrail trail;
    private final TargetSearch search;
    private final long begin;
    private final Lsn end;
    private final long last;
    private long searchedDownTo;
    private boolean isTooLate;
    private String why = "";

    Reach(Candidates.Candidate candidate, long searchedDownTo) {
      this.backup = candidate.backup();
      this.trail = new WalTrail(candidate.history(), backup.walSegmentSize(), archive);
      this.search = new TargetSearch(trail);
      this.searchedDownTo = searchedDownTo;
      this.begin = backup.beginWal().orElseThrow().number(trail.size());
      this.end = endOf(backup);
      this.last = trail.last(consistent());
    }

    private Lsn endOf(BackupInfo info) {
      return info.endLsn()
          .or(() -> info.endWal().map(wal -> wal.next(trail.size()).beginLsn(trail.size())))
          .orElseThrow();
    }

    /** The number of the segment with the byte before the backup's end. */
    long consistent() {
      return trail.size().segmentNumber(new Lsn(end.value() - 1));
    }

    Optional<Decision> decide() throws IOException {
      RecoveryTarget target = request.target();
      if (target instanceof RecoveryTarget.Latest) {
        return through(last, "segment " + trail.segment(last) + " is the last in the archive");
      } else if (target instanceof RecoveryTarget.Immediate) {
        return through(consistent(), "the backup is consistent at " + end);
      } else if (target instanceof RecoveryTarget.AtLsn at) {
        return atLsn(at.lsn());
      } else if (target instanceof RecoveryTarget.AtTime at) {
        return atTime(at);
      } else if (target instanceof RecoveryTarget.AtXid at) {
        return atEvent(event -> event.endsTransaction() && event.xid() == at.inWal());
      }
      String name = ((RecoveryTarget.AtRestorePoint) target).name();
      return atEvent(
          event -> event.kind() == WalEvent.Kind.RESTORE_POINT && event.name().equals(name));
    }

    private Optional<Decision> atLsn(Lsn lsn) throws IOException {
      if (lsn.isBefore(end)) {
        return no("it lies before the end of the oldest backup, " + backup.id() + ", at " + end);
      }
      Optional<Long> segment = search.segmentOf(lsn, last);
      return segment.isPresent()
          ? through(segment.get(), "in segment " + trail.segment(trail.size().segmentNumber(lsn)))
          : unreachable(
              "the archived WAL ends before, with segment " + trail.segment(last) + holes());
    }

    private Optional<Decision> atTime(RecoveryTarget.AtTime at) throws IOException {
      if (backup.endTime().isPresent() && at.time().isBefore(backup.endTime().get().toInstant())) {
        isTooLate = true;
        return no(
            "it is before the end of the oldest backup, "
                + backup.id()
                + ", at "
                + backup.endTime().get().toInstant());
      }
      Optional<TargetSearch.Hit> hit = search.firstAfter(at.time(), consistent(), last);
      if (hit.isPresent() && trail.missing(begin, hit.get().lastSegment()).isEmpty()) {
        return stopAt(hit.get());
      }
      Optional<TargetSearch.Hit> any = eachAfter(at.time());
      return any.isPresent() ? stopAt(any.get()) : hit.isPresent() ? through(hit.get()) : beyond();
    }

    /** Halving found nothing, but times that do not ascend can hide the target from it. */
    private Optional<TargetSearch.Hit> eachAfter(Instant time) throws IOException {
      long to = Math.min(last, searchedDownTo);
      searchedDownTo = consistent();
      return search.first(consistent(), to, TargetSearch.isAfter(time));
    }

    Optional<Decision> afterCorrection(Instant time) throws IOException {
      Optional<TargetSearch.Hit> next =
          search.first(
              consistent(), last, event -> event.endsTransaction() && !event.lsn().isBefore(end));
      boolean setBack = next.filter(hit -> !hit.event().time().isAfter(time)).isPresent();
      Optional<TargetSearch.Hit> hit = setBack ? eachAfter(time) : Optional.empty();
      return hit.flatMap(this::stopAt);
    }

    /** PostgreSQL refuses to stop before the backup is consistent. */
    private Optional<Decision> stopAt(TargetSearch.Hit hit) {
      return hit.event().lsn().isBefore(end)
          ? no(
              "a transaction of %s ended before backup %s is consistent"
                  .formatted(hit.event().time(), backup.id()))
          : through(hit);
    }

    private Optional<Decision> beyond() throws IOException {
      beyond = beyond.isEmpty() ? newest() : beyond;
      return no(beyond);
    }

    private String newest() throws IOException {
      return search
              .lastTransaction(consistent(), last)
              .map(event -> "the newest transaction in the archive ended at " + event.time())
              .orElse("no transaction has been archived since backup " + backup.id())
          + holes()
          + "; to recover to the end of the archive ask for the latest target";
    }

    private Optional<Decision> atEvent(Predicate<WalEvent> matches) throws IOException {
      Optional<TargetSearch.Hit> hit =
          search.first(
              consistent(),
              Math.min(last, searchedDownTo),
              event -> matches.test(event) && !event.lsn().isBefore(end));
      searchedDownTo = consistent();
      return hit.isPresent()
          ? through(hit.get())
          : no("it is not in the WAL from the end of backup " + backup.id() + " on" + holes());
    }

    /** A search ends at a hole, so that the target may be in it or behind it. */
    private String holes() {
      List<WalRange> missing = trail.missing(consistent(), last);
      return missing.isEmpty() ? "" : "; WAL is missing there: " + list(missing);
    }

    private Optional<Decision> through(TargetSearch.Hit hit) {
      WalEvent event = hit.event();
      return through(
          hit.lastSegment(),
          "stops at %s at LSN %s of %s".formatted(word(event), event.lsn(), event.time()));
    }

    private String word(WalEvent event) {
      return switch (event.kind()) {
        case COMMIT -> "the commit of transaction " + event.xid();
        case ABORT -> "the rollback of transaction " + event.xid();
        case RESTORE_POINT -> "restore point '" + event.name() + "'";
      };
    }

    private Optional<Decision> through(long lastNeeded, String found) {
      List<WalRange> missing = trail.missing(begin, lastNeeded);
      if (!missing.isEmpty()) {
        return withoutWal(
            "WAL from backup " + backup.id() + " on is missing: " + list(missing), lastNeeded);
      }
      return Optional.of(
          new Decision(
              backup,
              trail.history(),
              trail.ranges(begin, lastNeeded),
              found,
              warnings(lastNeeded)));
    }

    private List<String> warnings(long lastNeeded) {
      return request.timeline() instanceof RecoveryTimeline.Latest
          ? new OtherTimelines(trail).warnings(backup, lastNeeded)
          : List.of();
    }

    /** A gap behind the backup is behind older ones, too; one within it need not concern them. */
    private Optional<Decision> withoutWal(String reason, long lastNeeded) {
      if (trail.missing(begin, Math.min(consistent(), lastNeeded)).isEmpty()) {
        return unreachable(reason);
      }
      beyond = beyond.isEmpty() ? reason : beyond;
      return no(reason);
    }

    private String list(List<WalRange> ranges) {
      String more = ranges.size() > LISTED ? " and " + (ranges.size() - LISTED) + " more" : "";
      return ranges.stream()
          .limit(LISTED)
          .map(WalRange::toString)
          .collect(Collectors.joining(", ", "", more));
    }

    private Optional<Decision> no(String reason) {
      why = reason;
      return Optional.empty();
    }

    private Optional<Decision> unreachable(String reason) {
      throw RestorePlanner.this.unreachable(reason).get();
    }
  }
}
