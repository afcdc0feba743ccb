/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.BackupLabel;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.verify.Essentials.Content;
import io.github.barman4j.verify.Problem.Kind;
import java.util.Optional;
import java.util.Set;

/** Compares the files that PostgreSQL needs to start with {@code backup.info}. */
final class EssentialsCheck {

  /** Made again by a restore where they are missing. */
  private static final Set<String> REPLACED = Set.of("pg_wal", "pg_tblspc");

  private static final int NEW_CONTROL_FILE = 17;

  private final Essentials seen;
  private final BackupInfo info;
  private final ObjectKey infoKey;
  private final Findings findings;

  EssentialsCheck(Essentials seen, BackupInfo info, ObjectKey infoKey, Findings findings) {
    this.seen = seen;
    this.info = info;
    this.infoKey = infoKey;
    this.findings = findings;
  }

  /** Checks what was seen. */
  void checkContents() {
    seen.find(Essentials.LABEL).ifPresent(this::label);
    seen.find(Essentials.VERSION).ifPresent(this::version);
    seen.find(ControlFile.NAME).ifPresent(this::controlFile);
  }

  /** Reports what was not seen, after all parts have been read. */
  void reportMissing() {
    for (String file : Set.of(Essentials.VERSION, ControlFile.NAME)) {
      if (seen.find(file).isEmpty()) {
        findings.add(missing(file));
      }
    }
    if (seen.find(Essentials.LABEL).isEmpty()) {
      findings.add(missing(Essentials.LABEL));
    }
    for (String directory : seen.missingDirectories()) {
      Problem problem = missing(directory);
      findings.add(REPLACED.contains(directory) ? problem.asWarning() : problem);
    }
  }

  private Problem missing(String path) {
    return Problem.of(Kind.MEMBER_MISSING, infoKey, "no part of the backup has it").at(path);
  }

  private void label(Content content) {
    try {
      BackupLabel label = new BackupLabel(new String(content.bytes(), UTF_8));
      label("the position", content, info.beginLsn(), label.beginLsn());
      label("the segment", content, info.beginWal(), label.beginWal());
      label("the timeline", content, info.timeline(), label.timeline());
    } catch (IllegalArgumentException e) {
      findings.add(
          Problem.of(Kind.LABEL_MISMATCH, content.key(), "it cannot be read: " + e.getMessage())
              .at(Essentials.LABEL));
    }
  }

  private <T> void label(String what, Content content, Optional<T> expected, T actual) {
    String message = what + " where the backup began is not that of backup.info";
    Problem problem = Problem.of(Kind.LABEL_MISMATCH, content.key(), message);
    compare(problem.at(Essentials.LABEL), expected, actual);
  }

  private <T> void compare(Problem problem, Optional<T> expected, T actual) {
    if (expected.isPresent() && !expected.get().equals(actual)) {
      findings.add(problem.with(expected.get(), actual));
    }
  }

  private void version(Content content) {
    String major = new String(content.bytes(), UTF_8).strip();
    String message = "it is of another version than backup.info says";
    Problem problem = Problem.of(Kind.CONTROL_FILE_MISMATCH, content.key(), message);
    Optional<String> expected = info.version().map(v -> Integer.toString(v.major()));
    compare(problem.at(Essentials.VERSION), expected, major);
  }

  private void controlFile(Content content) {
    findControlFile().ifPresentOrElse(file -> compare(file, content), () -> damaged(content));
  }

  private void compare(ControlFile file, Content content) {
    control("it is of another cluster", content, info.systemIdentifier(), file.systemIdentifier());
    control(
        "its segment size is not that of backup.info",
        content,
        info.find(BackupField.XLOG_SEGMENT_SIZE),
        file.walSegmentSize());
    control(
        "its format is not that of PostgreSQL " + info.version().map(v -> v + "").orElse("?"),
        content,
        info.version().map(v -> controlVersion(v.major())),
        file.controlVersion());
  }

  private <T> void control(String message, Content content, Optional<T> expected, T actual) {
    Problem problem = Problem.of(Kind.CONTROL_FILE_MISMATCH, content.key(), message);
    compare(problem.at(ControlFile.NAME), expected, actual);
  }

  /** The format's version is that of the PostgreSQL which last changed it. */
  private static int controlVersion(int major) {
    int changedIn = major < NEW_CONTROL_FILE ? 13 : major;
    return changedIn * 100;
  }

  private void damaged(Content content) {
    String message = "";
    try {
      ControlFile.parse(content.bytes());
    } catch (IllegalArgumentException e) {
      message = String.valueOf(e.getMessage());
    }
    findings.add(
        Problem.of(Kind.CONTROL_FILE_DAMAGED, content.key(), message).at(ControlFile.NAME));
  }

  /** Returns the control file, empty if it was not seen or cannot be read. */
  Optional<ControlFile> findControlFile() {
    return seen.find(ControlFile.NAME).flatMap(EssentialsCheck::parse);
  }

  private static Optional<ControlFile> parse(Content content) {
    try {
      return Optional.of(ControlFile.parse(content.bytes()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
