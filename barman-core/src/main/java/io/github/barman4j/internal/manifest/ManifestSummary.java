/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says beside its files.
 *
 * @param version of the format, 1 or 2
 * @param identifier of the cluster, null in version 1
 * @param walRanges the WAL that the backup needs
 * @param files how many it names
 */
public record ManifestSummary(
    int version, @Nullable SystemIdentifier identifier, List<WalRange> walRanges, long files) {

  /**
   * A range of WAL on one timeline.
   *
   * @param timeline of the range
   * @param start its first position
   * @param end the position behind it
   */
  public record WalRange(TimelineId timeline, Lsn start, Lsn end) {
    @Override
    public String toString() {
      return start + " to " + end + " on timeline " + timeline;
    }
  }

  /** Copies the list. */
  public ManifestSummary {
    walRanges = List.copyOf(walRanges);
  }

  /** Which backup a manifest is of. */
  public enum Origin {
    /** As far as the two tell, the one it was found in. */
    THIS_BACKUP,
    /** One before: Barman copies a stale manifest that lies in the data directory. */
    EARLIER_BACKUP,
    /** One of another cluster. */
    OTHER_CLUSTER,
    /** One that needs other WAL. */
    OTHER_WAL
  }

  /** Returns which backup this is of, compared with what is known of the one it was found in. */
  public Origin origin(Optional<SystemIdentifier> cluster, Optional<Lsn> begin, Optional<Lsn> end) {
    if (begin.isPresent() && end().isPresent() && end().get().isBefore(begin.get())) {
      return Origin.EARLIER_BACKUP;
    } else if (identifier != null && cluster.isPresent() && !cluster.get().equals(identifier)) {
      return Origin.OTHER_CLUSTER;
    }
    boolean unknown = begin.isEmpty() || end.isEmpty() || walRanges.isEmpty();
    return unknown || (begin().equals(begin) && end().equals(end))
        ? Origin.THIS_BACKUP
        : Origin.OTHER_WAL;
  }

  /**
   * A manifest that Barman made names no WAL, and only the files of the data directory; so does any
   * of a backup in a server directory, whose tablespaces lie beside it.
   *
   * @param mode of the backup, as its metadata says
   */
  public boolean coversTablespaces(Optional<?> mode) {
    boolean beside = mode.filter(word -> word.toString().startsWith("rsync")).isPresent();
    return !beside && !walRanges.isEmpty();
  }

  private Optional<Lsn> begin() {
    return walRanges.stream().map(WalRange::start).min(Comparator.naturalOrder());
  }

  private Optional<Lsn> end() {
    return walRanges.stream().map(WalRange::end).max(Comparator.naturalOrder());
  }

  /** Returns the identifier of the cluster, empty in version 1. */
  public Optional<SystemIdentifier> systemIdentifier() {
    return Optional.ofNullable(identifier);
  }
}
