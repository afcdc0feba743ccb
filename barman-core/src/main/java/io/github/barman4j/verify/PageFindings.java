/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.verify.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Data pages with a wrong checksum, until it is known whether that matters: not if the cluster has
 * no checksums, nor in an unlogged relation, which recovery resets. Thread-safe.
 */
final class PageFindings {

  private static final int MOST = 10_000;

  private final BackupInfo info;
  private final Tally tally;
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
  record Suspect(PageScan.File file, long block, Lsn lsn, int stored, int computed) {
    RelationFile relation() {
      return file.relation();
    }
  }

  PageFindings(BackupInfo info, Tally tally) {
    this.info = info;
    this.tally = tally;
  }

  /** Notes that a relation has an init fork, and so is unlogged. */
  void unlogged(String relation) {
    unlogged.add(relation);
  }

  /** Takes a page; one that was changed during the backup may be torn, recovery rewrites it. */
  void suspect(Suspect page) {
    if (isChangedDuringBackup(page.lsn())) {
      tally.pagesUnchecked.increment();
    } else {
      add(page);
    }
  }

  private boolean isChangedDuringBackup(Lsn lsn) {
    boolean begun = info.beginLsn().filter(begin -> !lsn.isBefore(begin)).isPresent();
    return begun && info.endLsn().filter(end -> lsn.compareTo(end) <= 0).isPresent();
  }

  private synchronized void add(Suspect page) {
    if (suspects.size() < MOST) {
      suspects.add(page);
    } else {
      more++;
    }
  }

  /** Reports what is left when the cluster is known to have checksums. */
  synchronized void report(Findings findings) {
    for (Suspect page : suspects) {
      if (unlogged.contains(page.relation().relation()) && !page.relation().isInitFork()) {
        tally.pagesUnchecked.increment();
      } else {
        findings.add(problem(page));
      }
    }
    if (more > 0) {
      findings.note(more + " more data pages have a wrong checksum");
    }
  }

  private static Problem problem(Suspect page) {
    String message = "block " + page.block() + ", last changed at " + page.lsn() + ", is damaged";
    return Problem.of(Kind.PAGE_CHECKSUM, page.file().key(), message)
        .at(page.file().path())
        .with("checksum " + page.computed(), page.stored());
  }
}
