/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.verify.VerificationReport.Counts;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Writes a report as JSON. For one report. */
final class ReportJson {

  private final StringBuilder out = new StringBuilder();

  String write(VerificationReport report) {
    out.append("{\"backup\":");
    quote(report.backup().value());
    out.append(",\"sound\":").append(report.isSound());
    counts(report.counts());
    out.append(",\"problems\":");
    array(report.problems(), this::problem);
    out.append(",\"notes\":");
    array(report.notes(), this::quote);
    return out.append('}').toString();
  }

  private void counts(Counts counts) {
    out.append(",\"parts\":").append(counts.parts());
    out.append(",\"files\":").append(counts.files());
    out.append(",\"bytes\":").append(counts.bytes());
    out.append(",\"pages\":").append(counts.pages());
    out.append(",\"pagesUnchecked\":").append(counts.pagesUnchecked());
    out.append(",\"walSegments\":").append(counts.walSegments());
  }

  private void problem(Problem problem) {
    out.append("{\"severity\":\"").append(problem.severity());
    out.append("\",\"kind\":\"").append(problem.kind()).append('"');
    text("key", problem.key().value());
    problem.file().ifPresent(path -> text("path", path));
    text("message", problem.message());
    text("expected", problem.expected());
    text("actual", problem.actual());
    out.append('}');
  }

  private void text(String name, String value) {
    out.append(",\"").append(name).append("\":");
    quote(value);
  }

  private <T> void array(List<T> values, Consumer<T> element) {
    out.append('[');
    for (Iterator<T> i = values.iterator(); i.hasNext(); ) {
      element.accept(i.next());
      out.append(i.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private void quote(String value) {
    out.append('"');
    value.chars().forEach(c -> quoted((char) c));
    out.append('"');
  }

  private void quoted(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c < ' ' || Character.isSurrogate(c)) {
      out.append(String.format("\\u%04x", (int) c));
    } else {
      out.append(c);
    }
  }
}
