/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.util.Locale;
import java.util.Objects;

/**
 * One line of a check. Immutable.
 *
 * @param name as Barman has it, where Barman has it
 * @param status what was found
 * @param critical no backup should be made while it is {@link Status#FAILED}
 * @param hint what was found, in words; empty if there is nothing to add
 * @param nextStep what to do about it; empty if there is nothing to do
 */
public record CheckItem(
    String name, Status status, boolean critical, String hint, String nextStep) {

  /** What was found. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Not as it should be. */
    FAILED,
    /** Works, but is a risk that somebody should know. */
    WARNING,
    /** Nobody could be asked. */
    NOT_CHECKED
  }

  /** Checks that all are there. */
  public CheckItem {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(hint, "hint");
    Objects.requireNonNull(nextStep, "nextStep");
  }

  /** Returns the name as Barman's JSON has it: lower case, and underscores for blanks. */
  public String key() {
    return name.toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  /** Returns hint and next step. */
  String words() {
    String separator = hint.isEmpty() || nextStep.isEmpty() ? "" : "; ";
    return hint + separator + nextStep;
  }

  /** Returns the line as Barman prints it. */
  @Override
  public String toString() {
    String word = status == Status.NOT_CHECKED ? "NOT CHECKED" : status.name();
    String words = words();
    return name + ": " + word + (words.isEmpty() ? "" : " (" + words + ")");
  }
}
