/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A case of the comparison with Barman.
 *
 * @param name what it is about
 * @param program which is run
 * @param archive what is in the archive before, see {@link CaseArchive}
 * @param words the command line, with placeholders
 * @param exit the exit code of ours
 * @param expected how ours differs from each Barman that is asked, empty for not at all
 */
record DiffCase(
    String name,
    String program,
    String archive,
    List<String> words,
    int exit,
    Map<Version, Set<Difference>> expected) {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final int COLUMNS = 6;

  /** The Barman that ours is compared with. */
  enum Version {
    NEWEST,
    DEBIAN_12
  }

  /** Reads a line: name, archive, words, exit code, differences to the newest and the oldest. */
  static DiffCase parse(String tool, String line) {
    String[] columns = line.split("\\|", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("Not " + COLUMNS + " columns: " + line);
    }
    return new DiffCase(
        tool + ": " + columns[0].strip(),
        "barman-cloud-" + tool,
        columns[1].strip(),
        words(columns[2]),
        Integer.parseInt(columns[3].strip()),
        expected(columns[4].strip(), columns[5].strip()));
  }

  /** Blanks separate; apostrophes protect them. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    WORD.matcher(text)
        .results()
        .forEach(found -> words.add(found.group(1) == null ? found.group(2) : found.group(1)));
    return words;
  }

  private static Map<Version, Set<Difference>> expected(String newest, String debian) {
    Map<Version, Set<Difference>> expected = new EnumMap<>(Version.class);
    differences(newest).ifPresent(set -> expected.put(Version.NEWEST, set));
    differences(debian).ifPresent(set -> expected.put(Version.DEBIAN_12, set));
    return expected;
  }

  /** A dash: not asked; same: no difference. */
  private static Optional<Set<Difference>> differences(String text) {
    Set<Difference> set = EnumSet.noneOf(Difference.class);
    if (text.equals("-")) {
      return Optional.empty();
    }
    if (!text.equals("same")) {
      List.of(text.split("[ ,]+")).forEach(name -> set.add(Difference.valueOf(name)));
    }
    return Optional.of(set);
  }

  /** Returns the case for another program and other positional arguments. */
  DiffCase of(String tool, List<String> positional) {
    List<String> all = new ArrayList<>();
    words.forEach(word -> all.addAll(word.equals("{positional}") ? positional : List.of(word)));
    return new DiffCase(
        tool + ": " + name.replaceFirst("^[^:]*: ", ""),
        "barman-cloud-" + tool,
        archive,
        all,
        exit,
        expected);
  }

  @Override
  public String toString() {
    return name;
  }
}
