/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.storage.ObjectTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tags as Barman's options write them. */
final class Tags {

  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{N}\\p{Zs}_.:/=+\\-@]*");
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;
  private static final int MAX_TAGS = 10;

  private Tags() {}

  /** Returns the tags of options of either form, of which at most one is given. */
  static ObjectTags of(List<String> repeated, List<String> list) {
    Map<String, String> tags = new TreeMap<>();
    repeated.forEach(text -> add(tags, single(text)));
    list.forEach(text -> add(tags, quoted(text)));
    if (tags.size() > MAX_TAGS) {
      throw new ToolException(
          ExitCode.OTHER, "An object has at most " + MAX_TAGS + " tags, got " + tags.size());
    }
    return ObjectTags.of(tags);
  }

  private static void add(Map<String, String> tags, String[] tag) {
    if (tags.put(tag[0], tag[1]) != null) {
      throw new ToolException(ExitCode.OTHER, "The tag '" + tag[0] + "' is given twice");
    }
  }

  /** The first comma separates. */
  private static String[] single(String text) {
    int comma = text.indexOf(',');
    if (comma < 0) {
      throw refused(text, "expected key,value");
    }
    String[] tag = {text.substring(0, comma).strip(), text.substring(comma + 1).strip()};
    check(text, tag);
    return tag;
  }

  private static void check(String text, String[] tag) {
    if (tag[0].isEmpty() || tag[0].length() > MAX_KEY || tag[0].startsWith("aws:")) {
      throw refused(text, "a key has 1 to 128 characters and does not begin with aws:");
    }
    if (tag[1].length() > MAX_VALUE) {
      throw refused(text, "a value has at most 256 characters");
    }
    if (!CHARACTERS.matcher(tag[0] + tag[1]).matches()) {
      throw refused(text, "keys and values have letters, digits, blanks and _.:/=+-@ only");
    }
  }

  /** A line of comma-separated values of exactly two fields; quotes protect commas. */
  private static String[] quoted(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean inQuotes = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        inQuotes = !inQuotes;
      } else if (c == ',' && !inQuotes) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    if (fields.size() != 2) {
      throw refused(text, "expected key,value");
    }
    return fields.toArray(String[]::new);
  }

  private static UsageException refused(String text, String why) {
    return new UsageException("argument --tag: '" + text + "': " + why);
  }
}
