/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.manifest.ManifestSummary;
import io.github.barman4j.internal.manifest.ManifestSummary.WalRange;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.verify.Problem.Kind;
import java.util.Comparator;
import java.util.Optional;

/**
 * A manifest that was found, before it is known whether it is this backup's. Barman copies a stale
 * one that lies in the data directory.
 *
 * @param key of the part it is in
 * @param summary what it says beside the files
 * @param entries its files
 */
record ManifestCandidate(ObjectKey key, ManifestSummary summary, ManifestEntries entries) {

  /** Returns the check against this manifest; empty, and reported or noted, if it is another's. */
  Optional<ManifestCheck> judge(BackupInfo info, Findings findings) {
    if (isStale(info)) {
      findings.note(
          "The backup_manifest in "
              + key
              + " is of an earlier backup and was not used: files are"
              + " not compared with checksums");
      return Optional.empty();
    }
    boolean same = isSameCluster(info, findings);
    return same && isSameRange(info, findings)
        ? Optional.of(new ManifestCheck(entries, key, findings, coversTablespaces(info)))
        : Optional.empty();
  }

  private Optional<Lsn> begin() {
    return summary.walRanges().stream().map(WalRange::start).min(Comparator.naturalOrder());
  }

  private Optional<Lsn> end() {
    return summary.walRanges().stream().map(WalRange::end).max(Comparator.naturalOrder());
  }

  private boolean isStale(BackupInfo info) {
    return end().isPresent()
        && info.beginLsn().filter(begin -> end().get().isBefore(begin)).isPresent();
  }

  private boolean isSameCluster(BackupInfo info, Findings findings) {
    Optional<SystemIdentifier> mine = summary.systemIdentifier();
    Optional<SystemIdentifier> expected = info.systemIdentifier();
    if (mine.isEmpty() || expected.isEmpty() || mine.equals(expected)) {
      return true;
    }
    report(findings, "the manifest is of another cluster", expected.get(), mine.get());
    return false;
  }

  /**
   * A manifest that Barman made names no WAL, and only the files of the data directory; so does any
   * of a backup in a server directory, whose tablespaces lie beside it.
   */
  private boolean coversTablespaces(BackupInfo info) {
    boolean beside = info.find(BackupField.MODE).filter(ManifestCandidate::isOfServer).isPresent();
    return !beside && !summary.walRanges().isEmpty();
  }

  private static boolean isOfServer(Object mode) {
    return String.valueOf(mode).startsWith("rsync");
  }

  private boolean isSameRange(BackupInfo info, Findings findings) {
    boolean unknown =
        info.beginLsn().isEmpty() || info.endLsn().isEmpty() || summary.walRanges().isEmpty();
    if (unknown || (begin().equals(info.beginLsn()) && end().equals(info.endLsn()))) {
      return true;
    }
    String expected = info.beginLsn().orElseThrow() + " to " + info.endLsn().orElseThrow();
    report(findings, "the manifest is of other WAL", expected, summary.walRanges());
    return false;
  }

  private void report(Findings findings, String message, Object expected, Object actual) {
    findings.add(
        Problem.of(Kind.MANIFEST_MISMATCH, key, message)
            .at("backup_manifest")
            .with(expected, actual));
  }
}
