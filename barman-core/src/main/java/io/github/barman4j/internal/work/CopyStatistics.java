/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.work;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** How long copying took, as {@code copy_stats} of {@code backup.info} tells. Thread-safe. */
public final class CopyStatistics {

  private final long created = System.nanoTime();
  private final SortedMap<String, Span> series = new TreeMap<>();

  /** When the parts of a series were sent, and how long in all. */
  private record Span(long begin, long end, long sum) {
    Span plus(Span other) {
      return new Span(Math.min(begin, other.begin), Math.max(end, other.end), sum + other.sum);
    }
  }

  /** Adds a part. */
  public synchronized void add(String base, long beginNanos, long endNanos) {
    Span span = new Span(beginNanos, endNanos, endNanos - beginNanos);
    series.merge(base, span, Span::plus);
  }

  /** Returns the figures, in the order in which Barman writes them. */
  public synchronized Map<String, Object> toMap(int workers) {
    Map<String, Object> analysis = new LinkedHashMap<>();
    Map<String, Object> copy = new LinkedHashMap<>();
    Map<String, Object> serialized = new LinkedHashMap<>();
    series.forEach(
        (base, span) -> {
          analysis.put(base, 0L);
          copy.put(base, seconds(span.end - span.begin));
          serialized.put(base, seconds(span.sum));
        });
    Span all = series.values().stream().reduce(Span::plus).orElse(new Span(0, 0, 0));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("total_time", seconds(System.nanoTime() - created));
    figures.put("number_of_workers", (long) workers);
    figures.put("analysis_time", 0L);
    figures.put("analysis_time_per_item", analysis);
    figures.put("copy_time_per_item", copy);
    figures.put("serialized_copy_time_per_item", serialized);
    figures.put("copy_time", seconds(all.end - all.begin));
    figures.put("serialized_copy_time", seconds(all.sum));
    return figures;
  }

  private static double seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e6;
  }
}
