/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.postgres.WalSegmentName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads all parts and all WAL of a backup, and draws the conclusions. The last part of the data
 * directory is read before all others: it holds the manifest and the control file, so that the
 * others are read only once. For one thread.
 */
final class ContentCheck {

  private static final String OFF = "off";

  private final VerifyRun run;
  private final BackupInfo info;
  private final EssentialsCheck essentials;
  private final WalCheck wal;
  private final Findings findings;
  private @Nullable ManifestCheck manifest;
  private boolean readAll = true;

  ContentCheck(VerifyRun run, BackupInfo info, ServerLayout layout) {
    this.run = run;
    this.info = info;
    this.findings = run.findings();
    this.essentials =
        new EssentialsCheck(run.essentials(), info, layout.backupInfo(info.id()), findings);
    this.wal = new WalCheck(run, layout, info);
  }

  /** Checks everything. */
  void check(PartList list, VerifyOptions options) {
    readAll = list.isComplete();
    run.setBytesTotal(list.parts().stream().mapToLong(PartObject::size).sum());
    readParts(list.parts());
    essentials.checkContents();
    reportMissing();
    reportPages(options);
    checkWal(options);
  }

  private void readParts(List<PartObject> parts) {
    List<PartObject> rest = new ArrayList<>(parts);
    parts.stream()
        .filter(part -> part.name().isData())
        .max(Comparator.comparing(PartObject::name))
        .ifPresent(last -> readFirst(last, rest));
    rest.sort(Comparator.comparingLong(PartObject::size).reversed());
    readRest(rest);
  }

  private void readFirst(PartObject last, List<PartObject> rest) {
    rest.remove(last);
    List<PartObject> whole = read(List.of(last));
    adoptManifest();
    readAgain(whole);
    if (knowsNoChecksums()) {
      run.setChecksumsOff();
    }
  }

  private void readRest(List<PartObject> rest) {
    boolean known = manifest != null;
    List<PartObject> whole = read(rest);
    if (!known) {
      adoptManifest();
      readAgain(whole);
    }
  }

  /** Returns the parts that could be read to their end. */
  private List<PartObject> read(List<PartObject> parts) {
    ManifestCheck known = manifest;
    List<Boolean> whole =
        run.each(parts, part -> new PartCheck(run, part, new FirstReading(run, known)).read());
    List<PartObject> read =
        IntStream.range(0, parts.size()).filter(whole::get).mapToObj(parts::get).toList();
    run.tally().parts.add(read.size());
    readAll &= read.size() == parts.size();
    return read;
  }

  private void adoptManifest() {
    run.manifests().stream()
        .max(Comparator.comparing(ManifestCandidate::key))
        .flatMap(candidate -> candidate.judge(info, findings))
        .ifPresent(check -> manifest = check);
  }

  private void readAgain(List<PartObject> parts) {
    ManifestCheck known = manifest;
    if (known != null) {
      run.each(parts, part -> new PartCheck(run, part, new SecondReading(known)).read());
    }
  }

  private boolean knowsNoChecksums() {
    return essentials
        .findControlFile()
        .map(file -> file.dataChecksumVersion() == 0)
        .orElseGet(() -> info.find(BackupField.DATA_CHECKSUMS).filter(OFF::equals).isPresent());
  }

  private void reportMissing() {
    if (readAll) {
      essentials.reportMissing();
    } else {
      findings.note("What is missing was not looked for: not all parts could be read");
    }
    if (manifest == null) {
      findings.note("Files were not compared with checksums: there is no backup_manifest to use");
    } else if (readAll) {
      manifest.reportMissing();
    } else {
      manifest.noteUnseen();
    }
  }

  private void reportPages(VerifyOptions options) {
    Optional<ControlFile> control = essentials.findControlFile();
    if (!options.checksPages()) {
      findings.note("Checksums of data pages were not checked: the options leave them out");
    } else if (knowsNoChecksums()) {
      findings.note("Checksums of data pages were not checked: the cluster has none");
    } else if (control.isEmpty() && info.find(BackupField.DATA_CHECKSUMS).isEmpty()) {
      findings.note("Checksums of data pages were not judged: it is unknown if there are any");
    } else {
      new PageFindings(run.pages()).report(findings);
    }
    if (run.partialPages() > 0) {
      findings.note(run.partialPages() + " relation files are no multiple of 8192 bytes");
    }
  }

  private void checkWal(VerifyOptions options) {
    if (!options.checksWal()) {
      findings.note("WAL was not checked: the options leave it out");
      return;
    }
    List<WalSegmentName> segments = wal.segments();
    if (segments.isEmpty()) {
      findings.note("WAL was not checked: backup.info does not say which is needed");
    }
    run.each(segments, wal::check);
  }
}
