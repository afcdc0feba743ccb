/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.pages;

import io.github.barman4j.postgres.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Data pages with a wrong checksum, until it is known whether that matters: not if the cluster has
 * no checksums, nor in an unlogged relation, which recovery resets. Thread-safe.
 */
public final class PageSuspects {

  private static final int MOST = 10_000;

  private final Optional<Lsn> begin;
  private final Optional<Lsn> end;
  private final PageCounts counts;
  private final List<Suspect> suspects = new ArrayList<>();
  private final Set<String> unlogged = ConcurrentHashMap.newKeySet();
  private long more;

  /**
   * A page with a wrong checksum.
   *
   * @param file it is in
   * @param block its number in the relation
   * @param lsn of its last change, as it says
   * @param stored checksum
   * @param computed checksum
   */
  public record Suspect(PageScan.File file, long block, Lsn lsn, int stored, int computed) {
    RelationFile relation() {
      return file.relation();
    }
  }

  /** Begins with none, for a backup that lasted from {@code begin} to {@code end}, if known. */
  public PageSuspects(Optional<Lsn> begin, Optional<Lsn> end, PageCounts counts) {
    this.begin = begin;
    this.end = end;
    this.counts = counts;
  }

  PageCounts counts() {
    return counts;
  }

  /** Notes that a relation has an init fork, and so is unlogged. */
  public void unlogged(String relation) {
    unlogged.add(relation);
  }

  /** Takes a page; one that was changed during the backup may be torn, recovery rewrites it. */
  void suspect(Suspect page) {
    if (isChangedDuringBackup(page.lsn())) {
      counts.unchecked();
    } else {
      add(page);
    }
  }

  private boolean isChangedDuringBackup(Lsn lsn) {
    return begin.filter(first -> !lsn.isBefore(first)).isPresent()
        && end.filter(last -> lsn.compareTo(last) <= 0).isPresent();
  }

  private synchronized void add(Suspect page) {
    if (suspects.size() < MOST) {
      suspects.add(page);
    } else {
      more++;
    }
  }

  /** Returns those that matter if the cluster has checksums; called once, at the end. */
  public synchronized List<Suspect> damaged() {
    List<Suspect> damaged = new ArrayList<>();
    for (Suspect page : suspects) {
      if (unlogged.contains(page.relation().relation()) && !page.relation().isInitFork()) {
        counts.unchecked();
      } else {
        damaged.add(page);
      }
    }
    return damaged;
  }

  /** Returns how many more there are than were kept. */
  public synchronized long more() {
    return more;
  }
}
