/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static io.github.barman4j.catalog.Archive.done;

import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupInfo;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An archive in memory, what is done with its retention, and short words for both. */
abstract class RetentionFixture {

  static final String TLI1 = "0000000100000000000000";

  final Archive archive = new Archive();
  final Retention retention = new Retention(archive.context());

  /** Three backups, one a day, each with two segments until the next. */
  void threeDays() {
    archive.put(day(1)).put(day(2)).put(day(3));
    archive.wal(segments(1, 8));
  }

  static BackupInfo day(int day) {
    return done("2030060" + day + "T000000", TLI1 + String.format("%02X", day * 2));
  }

  static String[] segments(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> String.format("%s%02X", TLI1, i))
        .toArray(String[]::new);
  }

  Map<String, String> verdicts(String policy, int minimum) {
    return verdicts(retention.plan(RetentionPolicy.parse(policy).withMinimumRedundancy(minimum)));
  }

  static Map<String, String> verdicts(RetentionPlan plan) {
    return plan.backups().stream()
        .collect(Collectors.toMap(b -> b.id().value().substring(6, 8), b -> b.status().word()));
  }

  void keep(int day, String target) {
    archive.put("shop/base/2030060" + day + "T000000/annotations/keep", target);
  }
}
