/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ancestors of a timeline and where it left each of them, as a {@code .history} file has it.
 *
 * @param timeline whose history it is
 * @param switches oldest first; empty for a timeline without ancestors
 */
public record TimelineHistory(TimelineId timeline, List<Switch> switches) {

  private static final Pattern LINE =
      Pattern.compile("\\s*(\\d+)\\s+([0-9A-Fa-f]+/[0-9A-Fa-f]+)(?:\\s.*)?");

  /**
   * Where a timeline was left for the next.
   *
   * @param parent the timeline that was left
   * @param lsn the position up to which the parent's WAL counts
   */
  public record Switch(TimelineId parent, Lsn lsn) {}

  /** Checks that timelines and positions ascend, and copies. */
  public TimelineHistory {
    Objects.requireNonNull(timeline, "timeline");
    switches = List.copyOf(switches);
    for (int i = 0; i < switches.size(); i++) {
      TimelineId later = i + 1 < switches.size() ? switches.get(i + 1).parent() : timeline;
      if (switches.get(i).parent().compareTo(later) >= 0) {
        throw new IllegalArgumentException(
            "History of timeline "
                + timeline
                + ": "
                + later
                + " follows "
                + switches.get(i).parent());
      }
    }
  }

  /** Returns the history of a timeline that was not branched off, as timeline 1. */
  public static TimelineHistory withoutAncestors(TimelineId timeline) {
    return new TimelineHistory(timeline, List.of());
  }

  /**
   * Reads a {@code .history} file; blank lines and those beginning with {@code #} are skipped.
   *
   * @throws IllegalArgumentException that names the line that cannot be read
   */
  public static TimelineHistory parse(TimelineId timeline, String text) {
    List<Switch> switches = new ArrayList<>();
    text.lines()
        .map(String::strip)
        .filter(l -> !l.isEmpty() && !l.startsWith("#"))
        .forEach(line -> switches.add(parseLine(timeline, line)));
    return new TimelineHistory(timeline, switches);
  }

  private static Switch parseLine(TimelineId timeline, String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "History of timeline " + timeline + ": not 'timeline LSN reason': '" + line + "'");
    }
    return new Switch(TimelineId.of(Long.parseLong(matcher.group(1))), Lsn.parse(matcher.group(2)));
  }

  /** Tells whether the timeline is this one or an ancestor. */
  public boolean contains(TimelineId other) {
    return timeline.equals(other) || switches.stream().anyMatch(s -> s.parent().equals(other));
  }

  /** Returns up to where the ancestor's WAL counts, empty for the timeline itself or a stranger. */
  public Optional<Lsn> switchPoint(TimelineId ancestor) {
    return switches.stream().filter(s -> s.parent().equals(ancestor)).map(Switch::lsn).findFirst();
  }

  /**
   * Returns the timeline that the WAL byte at the position belongs to. The byte at a switch point
   * is the later timeline's.
   */
  public TimelineId timelineAt(Lsn lsn) {
    return switches.stream()
        .filter(s -> lsn.isBefore(s.lsn()))
        .map(Switch::parent)
        .findFirst()
        .orElse(timeline);
  }
}
