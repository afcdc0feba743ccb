/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An inventory in words and in JSON. */
final class InventoryText {

  private static final int CONTROL = 0x20;

  private InventoryText() {}

  static String describe(WalInventory inventory) {
    StringBuilder text = new StringBuilder();
    line(text, "%s", inventory);
    line(text, "Segment size: %d MiB", inventory.segmentSize().bytes() >> 20);
    inventory.timelines().forEach(timeline -> describe(text, inventory, timeline));
    inventory.gaps().forEach(gap -> line(text, "Missing: %s (%d segments)", gap, gap.count()));
    inventory.partials().forEach(partial -> line(text, "Partial: %s", partial));
    line(text, "Backup histories: %d", inventory.backupHistoryCount());
    describe(text, "In more than one compression", inventory.duplicates());
    describe(text, "Of impossible size", inventory.unfit());
    describe(text, "Not WAL", inventory.unknown());
    return text.toString();
  }

  private static void describe(StringBuilder text, WalInventory inventory, TimelineId timeline) {
    boolean history = inventory.histories().contains(timeline);
    line(text, "Timeline %s%s", timeline, history ? " (history archived)" : "");
    for (WalRange range : inventory.ranges(timeline)) {
      line(text, "  %s (%d segments)", range, range.count());
    }
  }

  private static void describe(StringBuilder text, String kind, KeySample sample) {
    if (!sample.isEmpty()) {
      line(text, "%s: %d objects, first %s", kind, sample.count(), sample.first().get(0));
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  static String json(WalInventory inventory) {
    return "{\"server_name\":"
        + quote(inventory.serverName())
        + ",\"segment_size\":"
        + inventory.segmentSize().bytes()
        + ",\"segments\":"
        + inventory.segmentCount()
        + ",\"segment_bytes\":"
        + inventory.segmentBytes()
        + ",\"timelines\":"
        + array(inventory.timelines(), t -> timeline(inventory, t))
        + ",\"gaps\":"
        + ranges(inventory.gaps())
        + ",\"partials\":"
        + array(inventory.partials(), (WalSegmentName p) -> quote(p.toString()))
        + ",\"backup_histories\":"
        + inventory.backupHistoryCount()
        + ",\"duplicates\":"
        + sample(inventory.duplicates())
        + ",\"unfit\":"
        + sample(inventory.unfit())
        + ",\"unknown\":"
        + sample(inventory.unknown())
        + "}";
  }

  private static String timeline(WalInventory inventory, TimelineId timeline) {
    return "{\"timeline\":"
        + timeline
        + ",\"history\":"
        + inventory.histories().contains(timeline)
        + ",\"ranges\":"
        + ranges(inventory.ranges(timeline))
        + "}";
  }

  private static String ranges(List<WalRange> ranges) {
    return array(
        ranges,
        r ->
            "{\"first\":"
                + quote(r.firstName().toString())
                + ",\"last\":"
                + quote(r.lastName().toString())
                + ",\"count\":"
                + r.count()
                + "}");
  }

  private static String sample(KeySample sample) {
    return "{\"count\":"
        + sample.count()
        + ",\"first\":"
        + array(sample.first(), key -> quote(key.value()))
        + "}";
  }

  private static <T> String array(Collection<T> values, Function<T, String> form) {
    return values.stream().map(form).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> quoted.append(escape((char) c)));
    return quoted.append('"').toString();
  }

  private static String escape(char c) {
    if (c == '"' || c == '\\') {
      return "\\" + c;
    }
    return c < CONTROL ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
  }
}
