/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits the text of a {@code barman.conf} as Python's {@code ConfigParser} does: comments only on
 * lines of their own, {@code =} or {@code :} after a key, and lines that are indented deeper than
 * their option go on with its value. For one file and one thread.
 *
 * @see <a
 *     href="https://docs.python.org/3/library/configparser.html#supported-ini-file-structure">Supported
 *     INI File Structure</a>
 */
final class IniParser {

  private static final Pattern SECTION = Pattern.compile("\\[(.+)].*");
  private static final Pattern LINE = Pattern.compile("\\R");

  private final Path file;
  private final List<IniEntry> entries = new ArrayList<>();
  private final List<ConfigurationProblem> errors = new ArrayList<>();
  private final List<String> sections = new ArrayList<>();
  private @Nullable String section;
  private @Nullable IniEntry open;
  private int indent;

  private IniParser(Path file) {
    this.file = file;
  }

  /**
   * What a file has.
   *
   * @param sections in their order, repeated ones too
   * @param entries in their order, repeated ones too
   */
  record Content(List<String> sections, List<IniEntry> entries) {

    /** Returns the same without a section. */
    Content without(String section) {
      return new Content(
          sections.stream().filter(name -> !name.equals(section)).toList(),
          entries.stream().filter(entry -> !entry.section().equals(section)).toList());
    }
  }

  /**
   * Reads the text of a file.
   *
   * @throws InvalidConfigurationException with every line that is none of the above
   */
  static Content parse(Path file, String text) {
    IniParser parser = new IniParser(file);
    String[] lines = LINE.split(text, -1);
    for (int i = 0; i < lines.length; i++) {
      parser.accept(i + 1, lines[i]);
    }
    parser.close();
    if (!parser.errors.isEmpty()) {
      throw new InvalidConfigurationException(parser.errors);
    }
    return new Content(List.copyOf(parser.sections), List.copyOf(parser.entries));
  }

  private void accept(int number, String line) {
    String text = line.strip();
    if (text.isEmpty()) {
      extend("");
    } else if (!isComment(text)) {
      int depth = line.indexOf(text);
      if (open != null && depth > indent) {
        extend(text);
      } else {
        indent = depth;
        begin(number, text);
      }
    }
  }

  private static boolean isComment(String text) {
    return text.charAt(0) == '#' || text.charAt(0) == ';';
  }

  private void extend(String text) {
    if (open != null) {
      open = open.withValue(open.raw() + "\n" + text);
    }
  }

  private void begin(int number, String text) {
    close();
    Matcher header = SECTION.matcher(text);
    if (header.matches()) {
      section = Objects.requireNonNull(header.group(1));
      sections.add(section);
    } else if (section == null) {
      error(number, "Expected a section in brackets, such as [barman], before '" + text + "'");
    } else {
      option(section, number, text);
    }
  }

  private void option(String name, int number, String text) {
    int sign = 0;
    while (sign < text.length() && "=:".indexOf(text.charAt(sign)) < 0) {
      sign++;
    }
    String key = text.substring(0, sign).stripTrailing().toLowerCase(Locale.ROOT);
    if (sign < text.length() && !key.isEmpty()) {
      open = new IniEntry(name, key, text.substring(sign + 1).stripLeading(), file, number);
    } else {
      error(number, "Expected 'option = value', a [section] or a # comment, got '" + text + "'");
    }
  }

  /** An option ends where the next thing begins; empty lines before that are not its own. */
  private void close() {
    if (open != null) {
      entries.add(open.withValue(open.raw().stripTrailing()));
      open = null;
    }
  }

  private void error(int number, String message) {
    errors.add(
        new ConfigurationProblem(
            ConfigurationProblem.Severity.ERROR,
            file,
            number,
            section == null ? "" : section,
            "",
            message));
  }
}
