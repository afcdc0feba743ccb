/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.storage.ObjectKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a backup. Immutable.
 *
 * @param severity how bad it is
 * @param kind what it is
 * @param key of the object that is wrong or missing; of {@code backup.info} if it is about the
 *     whole
 * @param path of the file below the data directory, null if it is not about one file
 * @param message for a person, complete without the other components
 * @param expected what should have been there, empty if there is nothing to compare
 * @param actual what was there, empty if nothing
 */
public record Problem(
    Severity severity,
    Kind kind,
    ObjectKey key,
    @Nullable String path,
    String message,
    String expected,
    String actual) {

  /** How bad a problem is. */
  public enum Severity {
    /** The backup can be restored, but something is not as it should be. */
    WARNING,
    /** What is restored will not be what was backed up, or nothing can be restored. */
    ERROR
  }

  /** What a problem is. */
  public enum Kind {
    /** There is no {@code backup.info}. */
    INFO_MISSING,
    /** {@code backup.info} cannot be read. */
    INFO_UNREADABLE,
    /** {@code backup.info} lacks what a restore needs, or says that the backup is not complete. */
    INFO_INCOMPLETE,
    /** A part of the backup is not in the store. */
    PART_MISSING,
    /** A part is there twice, in two compressions. */
    PART_AMBIGUOUS,
    /** A part is there that nothing in {@code backup.info} explains. */
    PART_UNEXPECTED,
    /** A part ends too early. */
    PART_TRUNCATED,
    /** A part cannot be decompressed, is not a tar, or has other bytes behind its end. */
    PART_DAMAGED,
    /** A tar member would be written outside of the directory restored, or is no plain file. */
    UNSAFE_MEMBER,
    /** A file or directory that PostgreSQL needs to start is not in the backup. */
    MEMBER_MISSING,
    /** {@code backup_label} is not one, or not of this backup. */
    LABEL_MISMATCH,
    /** {@code global/pg_control} cannot be read or has a wrong checksum. */
    CONTROL_FILE_DAMAGED,
    /** {@code global/pg_control} or {@code PG_VERSION} is of another cluster or version. */
    CONTROL_FILE_MISMATCH,
    /** {@code backup_manifest} cannot be read or has a wrong checksum. */
    MANIFEST_DAMAGED,
    /** {@code backup_manifest} is of another backup or cluster. */
    MANIFEST_MISMATCH,
    /** A file of the manifest is not in the backup. */
    FILE_MISSING,
    /** A file is in the backup but not in the manifest. */
    FILE_UNEXPECTED,
    /** A file has not the size that the manifest says. */
    FILE_SIZE,
    /** A file has not the checksum that the manifest says. */
    FILE_CHECKSUM,
    /** A data page has a wrong checksum. */
    PAGE_CHECKSUM,
    /** A WAL segment that the backup needs is not in the archive. */
    WAL_MISSING,
    /** A WAL segment cannot be decompressed. */
    WAL_DAMAGED,
    /** A WAL segment has not the size of segments. */
    WAL_SIZE,
    /** A WAL segment is not the one its name says, or of another cluster. */
    WAL_MISMATCH
  }

  /** Checks that all are there but the path, which may be absent. */
  public Problem {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(actual, "actual");
  }

  /** Returns an error about an object. */
  static Problem of(Kind kind, ObjectKey key, String message) {
    return new Problem(Severity.ERROR, kind, key, null, message, "", "");
  }

  /** Returns this problem about a file of the backup. */
  Problem at(String filePath) {
    return new Problem(severity, kind, key, filePath, message, expected, actual);
  }

  /** Returns this problem with what was expected and what was found. */
  Problem with(Object expectedValue, Object actualValue) {
    return new Problem(
        severity, kind, key, path, message, expectedValue.toString(), actualValue.toString());
  }

  /** Returns this problem as one that does not keep the backup from being restored. */
  Problem asWarning() {
    return new Problem(Severity.WARNING, kind, key, path, message, expected, actual);
  }

  /** Returns the path of the file below the data directory, empty if it is not about one file. */
  public Optional<String> file() {
    return Optional.ofNullable(path);
  }

  /** Returns one line for a person. */
  @Override
  public String toString() {
    String values = expected.isEmpty() ? "" : ": expected " + expected + ", got " + actual;
    String file = path == null ? "" : " " + path;
    return severity + " " + kind + " " + key + file + ": " + message + values;
  }
}
