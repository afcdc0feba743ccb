/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupField.Since;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code backup.info}: one {@code key=value} per line, values unquoted or Python
 * literals, {@code None} for an absent one. The only type that knows this syntax.
 */
public final class InfoFile {

  /** The largest file that is read, in bytes. */
  public static final int MAX_BYTES = 4 << 20;

  private static final String NONE = "None";
  private static final Map<String, BackupField> FIELDS = byKey();
  private static final int SHOWN = 200;

  /** Keys that Barman takes for the backup's identity: a file with them misleads it. */
  private static final Set<String> MISLEADING = Set.of("backup_id", "backup_version", "filename");

  /** Which keys are written: a Barman cannot read a file with one that it does not know. */
  public enum Profile {
    /** Those that every Barman from 3.4 on knows. */
    LEGACY,
    /** Those that every Barman from 3.11 on knows; what came with 3.14 only if it is set. */
    SINCE_3_11,
    /** All, those that no Barman knows included. */
    MODERN
  }

  private InfoFile() {}

  private static Map<String, BackupField> byKey() {
    Map<String, BackupField> fields = new HashMap<>();
    for (BackupField field : BackupField.values()) {
      fields.put(field.key(), field);
    }
    return Map.copyOf(fields);
  }

  /**
   * Reads a file as it is stored.
   *
   * @throws CorruptArchiveException if it is not UTF-8, or as {@link #parse(BackupId, String)}
   */
  public static BackupInfo parse(BackupId id, byte[] content) {
    try {
      return parse(id, UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException e) {
      throw new CorruptArchiveException(what(id) + ": expected UTF-8, got other bytes", e);
    }
  }

  /**
   * Reads a file. Keys may come in any order, be missing or be unknown; of two equal keys the last
   * counts; a time without offset is in the zone of this process, as with Barman.
   *
   * @throws CorruptArchiveException that names key and line, and what was expected
   */
  public static BackupInfo parse(BackupId id, String text) {
    if (text.length() > MAX_BYTES) {
      throw new CorruptArchiveException(
          what(id) + ": expected at most " + MAX_BYTES + " characters, got " + text.length());
    }
    BackupInfo.Builder builder = BackupInfo.builder(id);
    List<String> lines = withoutByteOrderMark(text).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      try {
        parseLine(lines.get(i).strip(), builder);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new CorruptArchiveException(
            what(id) + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return builder.build();
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static String what(BackupId id) {
    return "backup.info of backup " + id;
  }

  private static void parseLine(String line, BackupInfo.Builder builder) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("expected key=value, got '" + shown(line) + "'");
    }
    String key = line.substring(0, equals).strip();
    set(builder, key, line.substring(equals + 1).strip());
  }

  private static void set(BackupInfo.Builder builder, String key, String text) {
    BackupField field = FIELDS.get(key);
    if (field == null) {
      builder.unknown(key, text);
      return;
    }
    builder.set(field, text.equals(NONE) ? null : value(field, text));
  }

  private static @Nullable Object value(BackupField field, String text) {
    try {
      return FieldText.parse(field, text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(
          field.key() + "=" + shown(text) + ": " + shown(String.valueOf(e.getMessage())));
    }
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /**
   * Returns the file of a backup. An error of several lines is put on one.
   *
   * @throws IllegalArgumentException if a value holds a line break, or the profile cannot say what
   *     the backup needs to be read rightly
   */
  public static String format(BackupInfo info, Profile profile) {
    if (profile == Profile.LEGACY && info.parent().isPresent()) {
      throw new IllegalArgumentException(
          "Backup "
              + info.id()
              + " is incremental, which the legacy profile cannot say; use MODERN");
    }
    TreeMap<String, String> lines = new TreeMap<>();
    for (BackupField field : BackupField.values()) {
      if (isWritten(field, info, profile)) {
        lines.put(field.key(), text(field, info));
      }
    }
    if (profile == Profile.MODERN) {
      lines.putAll(info.unknown());
      lines.keySet().removeAll(MISLEADING);
    }
    StringBuilder out = new StringBuilder();
    lines.forEach((key, value) -> out.append(key).append('=').append(value).append('\n'));
    return out.toString();
  }

  private static boolean isWritten(BackupField field, BackupInfo info, Profile profile) {
    return switch (field) {
      case BACKUP_NAME, SNAPSHOTS_INFO -> isSaid(field, info);
      default -> isKnown(field, profile) || (isSaid(field, info) && profile != Profile.LEGACY);
    };
  }

  private static boolean isSaid(BackupField field, BackupInfo info) {
    return info.find(field).isPresent();
  }

  private static boolean isKnown(BackupField field, Profile profile) {
    return switch (profile) {
      case LEGACY -> field.since() == Since.BEGINNING;
      case SINCE_3_11 -> field.since() != Since.V3_14;
      case MODERN -> true;
    };
  }

  private static String text(BackupField field, BackupInfo info) {
    return switch (field) {
      case STATUS -> info.status().name();
      case XLOG_SEGMENT_SIZE -> FieldText.format(field, info.walSegmentSize());
      default -> info.find(field).map(value -> FieldText.format(field, value)).orElse(NONE);
    };
  }
}
