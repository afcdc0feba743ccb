/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.internal.pages.PageCounts;
import io.github.barman4j.internal.pages.PageScan;
import io.github.barman4j.internal.pages.PageSuspects;
import io.github.barman4j.internal.pages.RelationFile;
import io.github.barman4j.postgres.ControlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checksums of data pages that pass while a backup is extracted. Thread-safe. */
final class RestoredPages {

  private static final int NAMED = 100;
  private static final String OFF = "off";

  /** Nobody asks a restore how many were right. */
  private static final PageCounts UNCOUNTED =
      new PageCounts() {
        @Override
        public void checked() {}

        @Override
        public void unchecked() {}
      };

  private final BackupInfo info;
  private final PageChecks checks;
  private final PageSuspects suspects;

  RestoredPages(BackupInfo info, PageChecks checks) {
    this.info = info;
    this.checks = checks;
    this.suspects = new PageSuspects(info.beginLsn(), info.endLsn(), UNCOUNTED);
  }

  /** Returns a scan of pages in a buffer, for one thread. */
  PageScan scan(byte[] buffer) {
    return new PageScan(buffer, suspects);
  }

  /**
   * Returns what a file is whose pages are to be looked at; empty if they are not.
   *
   * @param path below the data directory
   */
  Optional<PageScan.File> find(BackupPart part, String path) {
    if (checks == PageChecks.NONE || saysOff()) {
      return Optional.empty();
    }
    Optional<RelationFile> relation = RelationFile.find(path);
    relation.filter(RelationFile::isInitFork).ifPresent(r -> suspects.unlogged(r.relation()));
    return relation.map(found -> new PageScan.File(part.key(), path, found));
  }

  private boolean saysOff() {
    return info.find(BackupField.DATA_CHECKSUMS).filter(OFF::equals).isPresent();
  }

  /**
   * Returns which pages are damaged, in words.
   *
   * @param controlFile tells whether the cluster has checksums
   * @throws CorruptArchiveException if there are any and they are to make the restore fail
   */
  List<String> damaged(Path controlFile) throws IOException {
    List<String> damaged = hasChecksums(controlFile) ? describe(suspects.damaged()) : List.of();
    if (!damaged.isEmpty() && checks == PageChecks.FAIL) {
      throw new CorruptArchiveException(
          "Backup %s has damaged data pages, %s for one; to restore it all the same, only report them"
              .formatted(info.id(), damaged.get(0)));
    }
    return damaged;
  }

  private boolean hasChecksums(Path controlFile) throws IOException {
    try {
      return ControlFile.parse(Files.readAllBytes(controlFile)).dataChecksumVersion() != 0;
    } catch (IllegalArgumentException unreadable) {
      return info.find(BackupField.DATA_CHECKSUMS).isPresent();
    }
  }

  private List<String> describe(List<PageSuspects.Suspect> pages) {
    List<String> described = new ArrayList<>();
    pages.stream()
        .limit(NAMED)
        .forEach(page -> described.add("block " + page.block() + " of " + page.file().path()));
    long more = pages.size() - described.size() + suspects.more();
    if (more > 0) {
      described.add(more + " more");
    }
    return described;
  }
}
