/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.verify.Problem.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a verification found. Immutable.
 *
 * @param backup which was verified
 * @param counts how much was looked at
 * @param problems what is wrong, by object and file; at most 10,000, a note counts the rest
 * @param notes what could not be checked, and why
 */
public record VerificationReport(
    BackupId backup, Counts counts, List<Problem> problems, List<String> notes) {

  /**
   * How much was looked at.
   *
   * @param parts tars read to their end
   * @param files plain files in them
   * @param bytes in these files
   * @param pages data pages with the right checksum
   * @param pagesUnchecked data pages that changed while they were copied, which recovery rewrites
   * @param walSegments WAL segments read to their end
   */
  public record Counts(
      long parts, long files, long bytes, long pages, long pagesUnchecked, long walSegments) {}

  /** Checks that all are there, and copies. */
  public VerificationReport {
    Objects.requireNonNull(backup, "backup");
    Objects.requireNonNull(counts, "counts");
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /** Tells whether nothing was found that keeps the backup from being restored as it was. */
  public boolean isSound() {
    return problems.stream().noneMatch(p -> p.severity() == Severity.ERROR);
  }

  /** Returns the report as lines for a person. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append("Backup ").append(backup).append(isSound() ? " is sound" : " is damaged");
    text.append(
        String.format(
            Locale.ROOT,
            ": %d parts, %d files, %d bytes, %d pages, %d WAL segments checked%n",
            counts.parts(),
            counts.files(),
            counts.bytes(),
            counts.pages(),
            counts.walSegments()));
    problems.forEach(problem -> text.append("  ").append(problem).append('\n'));
    notes.forEach(note -> text.append("  note: ").append(note).append('\n'));
    return text.toString();
  }

  /** Returns the report as a JSON object on one line, its keys named as the components here. */
  public String toJson() {
    return ReportJson.write(this);
  }
}
