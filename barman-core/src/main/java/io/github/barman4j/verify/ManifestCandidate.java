/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.manifest.ManifestSummary;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.verify.Problem.Kind;
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
    switch (summary.origin(info.systemIdentifier(), info.beginLsn(), info.endLsn())) {
      case EARLIER_BACKUP ->
          findings.note(
              "The backup_manifest in "
                  + key
                  + " is of an earlier backup and was not used: files are"
                  + " not compared with checksums");
      case OTHER_CLUSTER ->
          report(
              findings,
              "the manifest is of another cluster",
              info.systemIdentifier().orElseThrow(),
              summary.systemIdentifier().orElseThrow());
      case OTHER_WAL ->
          report(
              findings,
              "the manifest is of other WAL",
              info.beginLsn().orElseThrow() + " to " + info.endLsn().orElseThrow(),
              summary.walRanges());
      case THIS_BACKUP -> {
        return Optional.of(
            new ManifestCheck(
                entries, key, findings, summary.coversTablespaces(info.find(BackupField.MODE))));
      }
    }
    return Optional.empty();
  }

  private void report(Findings findings, String message, Object expected, Object actual) {
    findings.add(
        Problem.of(Kind.MANIFEST_MISMATCH, key, message)
            .at("backup_manifest")
            .with(expected, actual));
  }
}
