/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of each field's value; {@code None} is dealt with before and not seen here. */
final class FieldText {

  private FieldText() {}

  /**
   * Reads a value of the field's type; null if it is an empty one, which counts as absent.
   *
   * @throws IllegalArgumentException that says what was expected
   */
  static @Nullable Object parse(BackupField field, String text) {
    return switch (field) {
      case BACKUP_LABEL -> literal(String.class, text);
      case INCLUDED_FILES -> strings(literal(List.class, text));
      case TABLESPACES -> tablespaces(literal(List.class, text));
      case COPY_STATS, SNAPSHOTS_INFO -> literal(Map.class, text);
      case PARENT_BACKUP_ID -> BackupId.of(text).value();
      default -> parse(field.type(), text);
    };
  }

  private static @Nullable Object parse(Class<?> type, String text) {
    if (type == String.class) {
      return text.isEmpty() ? null : text;
    }
    if (type == OffsetDateTime.class) {
      return Timestamps.parse(text, ZoneId.systemDefault());
    }
    if (type == WalSegmentName.class) {
      return WalSegmentName.parse(text);
    }
    if (type == Lsn.class) {
      return Lsn.parse(text);
    }
    if (type == BackupStatus.class) {
      return BackupStatus.valueOf(text);
    }
    return parseNumber(type, text);
  }

  private static Object parseNumber(Class<?> type, String text) {
    if (type == SystemIdentifier.class) {
      return SystemIdentifier.parse(text);
    }
    long number = integer(text);
    if (type == TimelineId.class) {
      return TimelineId.of(number);
    }
    if (type == PostgresVersion.class) {
      return new PostgresVersion(Math.toIntExact(number));
    }
    return type == WalSegmentSize.class
        ? new WalSegmentSize(Math.toIntExact(number))
        : (Object) number;
  }

  private static long integer(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a whole number, got '" + text + "'", e);
    }
  }

  private static <T> @Nullable T literal(Class<T> type, String text) {
    Object value = PythonLiteral.parse(text);
    if (value == null || isEmpty(value)) {
      return null;
    }
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "expected a Python " + type.getSimpleName() + ", got " + text);
    }
    return type.cast(value);
  }

  private static boolean isEmpty(Object value) {
    return value.equals("")
        || (value instanceof Collection<?> items && items.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private static @Nullable List<String> strings(@Nullable List<?> items) {
    return items == null ? null : items.stream().map(FieldText::string).toList();
  }

  private static String string(@Nullable Object item) {
    if (item instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("expected a string, got " + PythonLiteral.format(item));
  }

  private static @Nullable List<Tablespace> tablespaces(@Nullable List<?> items) {
    return items == null ? null : items.stream().map(FieldText::tablespace).toList();
  }

  private static Tablespace tablespace(@Nullable Object item) {
    if (item instanceof List<?> parts && parts.size() == 3) {
      return new Tablespace(string(parts.get(0)), oid(parts.get(1)), string(parts.get(2)));
    }
    throw new IllegalArgumentException(
        "expected a tuple (name, oid, location), got " + PythonLiteral.format(item));
  }

  private static long oid(@Nullable Object oid) {
    return oid instanceof Long number ? number : integer(string(oid));
  }

  /**
   * Returns the text of a value of the field's type.
   *
   * @throws IllegalArgumentException if the file cannot hold it
   */
  static String format(BackupField field, Object value) {
    return switch (field) {
      case BACKUP_LABEL, COPY_STATS, SNAPSHOTS_INFO, INCLUDED_FILES -> PythonLiteral.format(value);
      case TABLESPACES ->
          PythonLiteral.format(((List<?>) value).stream().map(FieldText::tuple).toList());
      case ERROR -> OneLine.join(value.toString());
      default -> OneLine.require(field.key(), plain(value));
    };
  }

  private static PythonLiteral.Tuple tuple(Object item) {
    Tablespace tablespace = (Tablespace) item;
    return new PythonLiteral.Tuple(
        List.of(tablespace.name(), tablespace.oid(), tablespace.location()));
  }

  private static String plain(Object value) {
    if (value instanceof OffsetDateTime time) {
      return Timestamps.format(time);
    }
    if (value instanceof PostgresVersion version) {
      return Integer.toString(version.number());
    }
    return value instanceof WalSegmentSize size ? Integer.toString(size.bytes()) : value.toString();
  }
}
