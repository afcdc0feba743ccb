/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The kinds of files that Barman leaves, made by changing the lines of a complete one. */
final class InfoFileExamples {

  private static final List<String> BEGUN =
      List.of("begin_offset", "begin_time", "begin_wal", "begin_xlog", "timeline");
  private static final List<String> ENDED =
      List.of("backup_label", "copy_stats", "end_offset", "end_time", "end_wal", "end_xlog");
  private static final List<String> SETTINGS =
      List.of(
          "cluster_size",
          "config_file",
          "data_checksums",
          "hba_file",
          "ident_file",
          "included_files",
          "pgdata",
          "summarize_wal",
          "tablespaces");

  private InfoFileExamples() {}

  static String text(String example, String complete) {
    Map<String, String> lines = new TreeMap<>();
    complete.lines().forEach(line -> lines.put(key(line), line.substring(key(line).length() + 1)));
    switch (example) {
      case "failed-at-once" -> failedAtOnce(lines);
      case "failed-copying" ->
          failed(lines, "failure uploading data ([Errno 5] I/O error: '/data/x')");
      case "relayed" -> relayed(lines, "rsync-concurrent");
      case "incremental" -> incremental(lines);
      case "snapshot" -> lines.put("snapshots_info", snapshot());
      default -> lines.putAll(Map.of());
    }
    return lines.entrySet().stream()
        .map(line -> line.getKey() + "=" + line.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static void failedAtOnce(Map<String, String> lines) {
    failed(lines, "failure uploading data (permission denied for function pg_backup_start)");
    lines.remove("backup_name");
    unset(lines, BEGUN);
    unset(lines, SETTINGS);
  }

  private static void failed(Map<String, String> lines, String error) {
    lines.put("status", "FAILED");
    lines.put("error", error);
    unset(lines, ENDED);
  }

  private static void relayed(Map<String, String> lines, String mode) {
    lines.remove("backup_name");
    lines.putAll(
        Map.of("mode", mode, "server_name", "shop", "size", "777", "deduplicated_size", "7"));
    unset(lines, List.of("tablespaces"));
  }

  private static void incremental(Map<String, String> lines) {
    relayed(lines, "postgres");
    lines.put("compression", "gzip");
    lines.put("encryption", "gpg");
    lines.put("parent_backup_id", "20291102T213005");
    lines.put("children_backup_ids", "20291104T213005,20291105T213005");
  }

  private static String snapshot() {
    return "{'provider': 'gcp', 'provider_info': {'project': 'p-1'}, 'snapshots': [{'mount': "
        + "{'mount_options': 'rw', 'mount_point': '/data'}, 'provider': {'device_name': 'd',"
        + " 'snapshot_name': 'd-1', 'snapshot_project': None}}]}";
  }

  private static void unset(Map<String, String> lines, List<String> keys) {
    keys.forEach(key -> lines.put(key, "None"));
  }

  private static String key(String line) {
    return Arrays.stream(line.split("=", 2)).findFirst().orElseThrow();
  }
}
