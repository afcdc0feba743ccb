/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A backup made by hand, as few bytes as Barman's tools look at.
 *
 * <p>The number is part of the id and of its WAL: backup 3 begins and ends in segment 6. Flags are
 * a status in lower case, <code>name=</code>, <code>keep=</code>, <code>tli=</code>, and <code>gz
 * parts ts noend bare broken noinfo new</code>.
 */
final class CaseBackup {

  private static final long SEGMENT = CaseNames.SIZE.bytes();
  private static final List<String> STATUSES =
      List.of("failed", "started", "waiting_for_wals", "empty", "syncing");

  private final int number;
  private final List<String> flags;

  CaseBackup(int number, List<String> flags) {
    this.number = number;
    this.flags = flags;
  }

  /** Returns the objects by key below the server's. */
  Map<String, byte[]> objects() {
    Map<String, byte[]> objects = new TreeMap<>();
    String folder = "base/" + CaseNames.backup(number) + "/";
    if (!is("noinfo")) {
      objects.put(folder + "backup.info", (is("broken") ? "status" : info()).getBytes(UTF_8));
    }
    value("keep").ifPresent(body -> put(objects, folder + "annotations/keep", body));
    if (!is("bare")) {
      archives().forEach(name -> put(objects, folder + name, name));
    }
    return objects;
  }

  private static void put(Map<String, byte[]> objects, String key, String body) {
    objects.put(key, body.getBytes(UTF_8));
  }

  private List<String> archives() {
    String tar = is("gz") ? ".tar.gz" : ".tar";
    List<String> parts = is("parts") ? List.of("data", "data_0001", "data_0002") : List.of("data");
    List<String> names = parts.stream().map(part -> part + tar).collect(Collectors.toList());
    if (is("ts")) {
      names.addAll(List.of("16500" + tar, "16501" + tar));
    }
    return names;
  }

  private boolean is(String flag) {
    return flags.contains(flag);
  }

  private Optional<String> value(String name) {
    return flags.stream()
        .filter(flag -> flag.startsWith(name + "="))
        .map(flag -> flag.substring(name.length() + 1))
        .findFirst();
  }

  private String status() {
    return STATUSES.stream()
        .filter(flags::contains)
        .findFirst()
        .orElse("done")
        .toUpperCase(Locale.ROOT);
  }

  private String info() {
    Map<String, String> lines = new TreeMap<>(always());
    lines.putAll(ended() ? end() : noEnd());
    value("name").ifPresent(name -> lines.put("backup_name", name));
    if (is("new")) {
      lines.putAll(newKeys());
    }
    return lines.entrySet().stream()
        .map(line -> line.getKey() + "=" + line.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private boolean ended() {
    return !is("noend") && !is("failed") && !is("started") && !is("empty");
  }

  private Map<String, String> always() {
    Map<String, String> lines = new TreeMap<>();
    String tablespaces = "[('fast', 16500, '/fast'), ('a b', 16501, '/slow disk')]";
    lines.put("begin_offset", "40");
    lines.put("begin_time", time("10:00:00.120034"));
    lines.put("begin_wal", wal());
    lines.put("begin_xlog", lsn(40));
    lines.put("compression", "None");
    lines.put("config_file", "/pg/postgresql.conf");
    lines.put("deduplicated_size", "None");
    lines.put("hba_file", "/pg/pg_hba.conf");
    lines.put("ident_file", "/pg/pg_ident.conf");
    lines.put("included_files", "['/pg/extra.conf']");
    lines.put("mode", "None");
    lines.put("pgdata", "/pg");
    lines.put("server_name", "cloud");
    lines.put("size", "None");
    lines.put("status", status());
    lines.put("systemid", CaseArchive.SYSTEM_IDENTIFIER.toString());
    lines.put("tablespaces", is("ts") ? tablespaces : "None");
    lines.put("timeline", value("tli").orElse("1"));
    lines.put("version", "170005");
    lines.put("xlog_segment_size", String.valueOf(SEGMENT));
    return lines;
  }

  private Map<String, String> end() {
    Map<String, String> lines = new TreeMap<>();
    lines.put("backup_label", "'START WAL LOCATION: " + lsn(40) + " (file " + wal() + ")\\n'");
    lines.put("copy_stats", "{'total_time': 6.7, 'number_of_workers': 2, 'copy_time': 5.1}");
    lines.put("end_offset", "256");
    lines.put("end_time", time("10:05:00"));
    lines.put("end_wal", wal());
    lines.put("end_xlog", lsn(256));
    lines.put("error", "None");
    return lines;
  }

  private Map<String, String> noEnd() {
    Map<String, String> lines = new TreeMap<>();
    List.of("backup_label", "copy_stats", "end_offset", "end_time", "end_wal", "end_xlog")
        .forEach(key -> lines.put(key, "None"));
    lines.put("error", is("failed") ? "failure uploading data ([Errno 13] 'x')" : "None");
    return lines;
  }

  private static Map<String, String> newKeys() {
    return Map.of(
        "children_backup_ids", "None",
        "cluster_size", "24948429",
        "data_checksums", "on",
        "encryption", "None",
        "parent_backup_id", "None",
        "summarize_wal", "off");
  }

  private String time(String ofDay) {
    return "2026-01-0%d %s+01:00".formatted(number, ofDay);
  }

  private String wal() {
    return CaseNames.segment(Integer.parseInt(value("tli").orElse("1")), 2 * number);
  }

  private String lsn(int offset) {
    return "0/%X".formatted(2 * number * SEGMENT + offset);
  }
}
