/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.internal.json.Json;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.wal.WalRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a restore will read, proven to be in the archive when the plan was made. Making a plan
 * changes nothing, so it is the dry run; {@link #describe()} is for a person.
 *
 * @param request that the plan answers
 * @param backup to begin from
 * @param history the timeline to recover along, and its ancestors
 * @param parts the backup's tars, in the order Barman extracts them
 * @param wal the segments needed, in the order they are replayed
 * @param found where in the WAL the target is, in words
 * @param warnings a sentence for each other timeline on which the archive goes on, and how to
 *     recover along it; empty if the request named the timeline
 */
public record RestorePlan(
    RestoreRequest request,
    BackupInfo backup,
    TimelineHistory history,
    List<BackupPart> parts,
    List<WalRange> wal,
    String found,
    List<String> warnings) {

  private static final long MEBIBYTE = 1 << 20;

  /** Checks that all are there and copies. */
  public RestorePlan {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(backup, "backup");
    Objects.requireNonNull(history, "history");
    Objects.requireNonNull(found, "found");
    parts = List.copyOf(parts);
    wal = List.copyOf(wal);
    warnings = List.copyOf(warnings);
  }

  /** Returns how many objects are read: tars, segments and timeline histories. */
  public long objects() {
    return parts.size() + walSegments() + history.switches().size();
  }

  /** Returns how many bytes the tars have in the store. */
  public long bytes() {
    return parts.stream().mapToLong(BackupPart::size).sum();
  }

  /** Returns how many WAL segments are replayed. */
  public long walSegments() {
    return wal.stream().mapToLong(WalRange::count).sum();
  }

  /** Returns the plan for a person, several lines. */
  public String describe() {
    return String.format(
            Locale.ROOT,
            """
        Recover to %s along timeline %s
          backup    %s%s
          objects   %d tars of %d MiB, %d WAL segments of %d MiB when decoded
          WAL       %s
          target    %s
        """,
            request.target().describe(),
            history.timeline(),
            backup.id(),
            backup.name().map(name -> " (" + name + ")").orElse(""),
            parts.size(),
            bytes() / MEBIBYTE,
            walSegments(),
            walSegments() * backup.walSegmentSize().bytes() / MEBIBYTE,
            wal.stream().map(WalRange::toString).collect(Collectors.joining(", ")),
            found)
        + backup.tablespaces().stream().map(RestorePlan::line).collect(Collectors.joining())
        + warnings.stream().map(w -> "  warning   " + w + "\n").collect(Collectors.joining());
  }

  private static String line(Tablespace tablespace) {
    return "  tablespace %s, which the archive says was at %s\n"
        .formatted(ForeignName.shown(tablespace.name()), ForeignName.shown(tablespace.location()));
  }

  /** Returns the plan as one line of JSON; sizes in bytes. */
  public String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("target", request.target().describe());
    json.put("timeline", history.timeline().number());
    json.put("backup_id", backup.id().value());
    json.put("parts", parts.stream().map(part -> part.key().value()).toList());
    json.put("bytes", bytes());
    json.put("wal", wal.stream().map(RestorePlan::json).toList());
    json.put("wal_segments", walSegments());
    json.put("found", found);
    if (!backup.tablespaces().isEmpty()) {
      json.put("tablespaces", backup.tablespaces().stream().map(RestorePlan::json).toList());
    }
    if (!warnings.isEmpty()) {
      json.put("warnings", warnings);
    }
    return Json.write(json);
  }

  private static Map<String, Object> json(Tablespace tablespace) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", tablespace.name());
    json.put("oid", tablespace.oid());
    json.put("location", tablespace.location());
    return json;
  }

  private static Map<String, Object> json(WalRange range) {
    return Map.of("first", range.firstName().toString(), "last", range.lastName().toString());
  }
}
