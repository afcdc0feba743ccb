/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.internal.json.Json;
import io.github.barman4j.verify.VerificationReport.Counts;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report as JSON. */
final class ReportJson {

  private ReportJson() {}

  static String write(VerificationReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("backup", report.backup());
    object.put("sound", report.isSound());
    object.putAll(counts(report.counts()));
    object.put("problems", report.problems().stream().map(ReportJson::problem).toList());
    object.put("notes", report.notes());
    return Json.write(object);
  }

  private static Map<String, Object> counts(Counts counts) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("parts", counts.parts());
    object.put("files", counts.files());
    object.put("bytes", counts.bytes());
    object.put("pages", counts.pages());
    object.put("pagesUnchecked", counts.pagesUnchecked());
    object.put("walSegments", counts.walSegments());
    return object;
  }

  private static Map<String, Object> problem(Problem problem) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("severity", problem.severity());
    object.put("kind", problem.kind());
    object.put("key", problem.key());
    problem.file().ifPresent(path -> object.put("path", path));
    object.put("message", problem.message());
    object.put("expected", problem.expected());
    object.put("actual", problem.actual());
    return object;
  }
}
