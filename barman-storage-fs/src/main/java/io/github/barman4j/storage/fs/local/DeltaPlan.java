/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.json.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a delta restore would do to its targets, found without changing anything. Settings, signal
 * file and WAL are written besides by every restore and are not in it.
 *
 * @param dataDirectory the target
 * @param written files that are not there or differ, ascending
 * @param bytesWritten in them
 * @param adjusted files of which only time or mode differ, ascending
 * @param deleted files and directories that the backup does not have, or has as something else,
 *     ascending; what is in a directory is not listed besides
 * @param left what stays as it is
 */
public record DeltaPlan(
    Path dataDirectory,
    List<Path> written,
    long bytesWritten,
    List<Path> adjusted,
    List<Path> deleted,
    Left left) {

  private static final int NAMED = 20;

  /**
   * Files that are as in the backup.
   *
   * @param files how many
   * @param bytes in them
   */
  public record Left(long files, long bytes) {}

  /** Sorts and copies. */
  public DeltaPlan {
    written = written.stream().sorted().toList();
    adjusted = adjusted.stream().sorted().toList();
    deleted = deleted.stream().sorted().toList();
  }

  /** Returns the plan for a person, several lines; of many files the first are named. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        """
        Delta restore into %s
          written   %d files of %d bytes%s
          adjusted  %d files whose time or mode differs%s
          deleted   %d files and directories%s
          left      %d files of %d bytes
        """,
        dataDirectory,
        written.size(),
        bytesWritten,
        named(written),
        adjusted.size(),
        named(adjusted),
        deleted.size(),
        named(deleted),
        left.files(),
        left.bytes());
  }

  private static String named(List<Path> paths) {
    String first =
        paths.stream().limit(NAMED).map(path -> "\n    " + path).collect(Collectors.joining());
    int more = paths.size() - NAMED;
    return more > 0 ? first + "\n    and " + more + " more" : first;
  }

  /** Returns the plan as one line of JSON, with every path. */
  public String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data_directory", dataDirectory);
    json.put("written", written);
    json.put("bytes_written", bytesWritten);
    json.put("adjusted", adjusted);
    json.put("deleted", deleted);
    json.put("left", left.files());
    json.put("bytes_left", left.bytes());
    return Json.write(json);
  }
}
