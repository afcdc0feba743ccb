/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The tables of cases: a file for each tool, and one whose cases are for all of them. */
final class DiffCases {

  /** What stands behind URL and server, by tool. */
  private static final Map<String, List<String>> POSITIONAL =
      new TreeMap<>(
          Map.of(
              "backup", List.of(),
              "backup-delete", List.of("-b", "{B1}"),
              "backup-keep", List.of("{B1}", "--status"),
              "backup-list", List.of(),
              "backup-show", List.of("{B1}"),
              "check-wal-archive", List.of(),
              "restore", List.of("{B1}", "{dir}/restored"),
              "wal-archive", List.of("{in}/00000002.history"),
              "wal-restore", List.of("00000002.history", "{dir}/out")));

  private DiffCases() {}

  /** Returns the cases whose name a system property fits, by default all. */
  static List<DiffCase> wanted() {
    Pattern wanted = Pattern.compile(System.getProperty("barman4j.cases", ""));
    return all().stream().filter(one -> wanted.matcher(one.name()).find()).toList();
  }

  /** Returns the cases of all nine tools. */
  static List<DiffCase> all() {
    List<DiffCase> cases = new ArrayList<>();
    POSITIONAL.keySet().forEach(tool -> add(cases, tool));
    return cases;
  }

  /** Returns the rows of the table of exit codes, whose first column is the tool. */
  static List<DiffCase> exitCodes() {
    return read("exit-codes").stream()
        .map(line -> line.split("\\|", 2))
        .map(columns -> DiffCase.parse(columns[0].strip(), columns[1] + "|-|-"))
        .toList();
  }

  private static void add(List<DiffCase> cases, String tool) {
    read(tool).forEach(line -> cases.add(DiffCase.parse(tool, line)));
    read("any").stream()
        .map(line -> DiffCase.parse(tool, line).of(tool, POSITIONAL.getOrDefault(tool, List.of())))
        .forEach(cases::add);
  }

  private static List<String> read(String table) {
    try (InputStream in = DiffCases.class.getResourceAsStream(table + ".cases")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
