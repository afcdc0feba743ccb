/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a backup and the name of its directory: the local time at which it began, {@code
 * 20260301T101500}. Ids are ordered as text, which is how Barman orders them. A directory with
 * another name is listed too, as Barman does.
 *
 * @param value the text
 */
public record BackupId(String value) implements Comparable<BackupId> {

  private static final Pattern SHAPE = Pattern.compile("\\d{8}T\\d{6}");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT);

  /** Checks that it can be the name of a directory. */
  public BackupId {
    Objects.requireNonNull(value, "value");
    if (value.isBlank() || value.indexOf('/') >= 0) {
      throw new IllegalArgumentException("Not a backup id: '" + value + "'");
    }
  }

  /** Returns the id of this text. */
  public static BackupId of(String value) {
    return new BackupId(value);
  }

  /** Returns the id of a backup that begins now, in the clock's zone. */
  public static BackupId now(Clock clock) {
    return at(LocalDateTime.now(clock));
  }

  /** Returns the id of a backup that begins at the local time. */
  public static BackupId at(LocalDateTime begin) {
    return new BackupId(FORMAT.format(begin));
  }

  /** Tells whether the text has the shape of ids that Barman gives. */
  public static boolean isShapedLikeId(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** Returns the local time in the id, empty if it is not one that Barman gives. */
  public Optional<LocalDateTime> localTime() {
    return isShapedLikeId(value) ? parse(value) : Optional.empty();
  }

  private static Optional<LocalDateTime> parse(String value) {
    try {
      return Optional.of(LocalDateTime.parse(value, FORMAT));
    } catch (java.time.format.DateTimeParseException noSuchDay) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(BackupId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
