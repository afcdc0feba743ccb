/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.internal.io.Checksum;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.manifest.ManifestFile;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.verify.Problem.Kind;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Compares files with a manifest; what {@code pg_verifybackup} does not compare is not compared
 * here. Thread-safe.
 */
final class ManifestCheck {

  private static final String TABLESPACES = "pg_tblspc/";

  private final ManifestEntries entries;
  private final ObjectKey key;
  private final Findings findings;
  private final boolean coversTablespaces;

  ManifestCheck(
      ManifestEntries entries, ObjectKey key, Findings findings, boolean coversTablespaces) {
    this.entries = entries;
    this.key = key;
    this.findings = findings;
    this.coversTablespaces = coversTablespaces;
  }

  /** A file that is read and summed up. For one thread. */
  final class FileCheck {
    private final ObjectKey part;
    private final String path;
    private final int entry;
    private final Checksum sum;
    private long size;

    private FileCheck(ObjectKey part, String path, int entry) {
      this.part = part;
      this.path = path;
      this.entry = entry;
      this.sum = (entry < 0 ? ChecksumAlgorithm.NONE : entries.algorithm(entry)).start();
    }

    void update(byte[] buffer, int length) {
      size += length;
      sum.update(buffer, 0, length);
    }

    /** Ends the file and reports how it differs. */
    void end() {
      if (entry < 0) {
        report(Kind.FILE_UNEXPECTED, "the manifest does not have this file", "", "");
        return;
      }
      entries.markSeen(entry);
      String expected = entries.checksum(entry);
      String actual = sum.hex();
      if (size != entries.size(entry)) {
        report(Kind.FILE_SIZE, "the size is wrong", entries.size(entry) + " bytes", "" + size);
      } else if (!actual.equals(expected)) {
        String name = entries.algorithm(entry).toString();
        report(Kind.FILE_CHECKSUM, "the content was changed", name + " " + expected, actual);
      }
    }

    private void report(Kind kind, String message, String expected, String actual) {
      if (entry >= 0 || isCovered(path)) {
        findings.add(Problem.of(kind, part, message).at(path).with(expected, actual));
      }
    }
  }

  /** Begins a file. */
  FileCheck begin(ObjectKey part, String path) {
    return new FileCheck(part, path, entries.find(path));
  }

  /** Takes a file as seen whose content is another's. */
  void markSeen(String path) {
    int entry = entries.find(path);
    if (entry >= 0) {
      entries.markSeen(entry);
    }
  }

  private boolean isCovered(String path) {
    return ManifestFile.isCompared(path) && (coversTablespaces || !path.startsWith(TABLESPACES));
  }

  /** Reports the files that were not seen in any part, all of which have been read. */
  void reportMissing() {
    entries.forEachUnseen(
        ManifestFile::isCompared,
        path ->
            findings.add(
                Problem.of(Kind.FILE_MISSING, key, "no part of the backup has this file")
                    .at(path)));
  }

  /** Says how many files were not seen, where it is known why. */
  void noteUnseen() {
    AtomicLong unseen = new AtomicLong();
    entries.forEachUnseen(ManifestFile::isCompared, path -> unseen.incrementAndGet());
    findings.note(
        unseen + " of " + entries.count() + " files of the manifest are in no part that was read");
  }
}
