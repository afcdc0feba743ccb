/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class IniParserTest {

  private static final Path FILE = Path.of("barman.conf");
  private static final String LETTERS = "abc xyz=:;#'\"%()[]0/_.-é";

  /** However a file is laid out, its values come back, the last of each key. */
  @RepeatedTest(200)
  void whatIsWrittenIsRead() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    Map<String, String> expected = new TreeMap<>();
    for (int section = 0; section < 3; section++) {
      String name = "s" + random.nextInt(2);
      line(random, text, "[" + name + "]" + (random.nextBoolean() ? " # after" : ""));
      for (int option = random.nextInt(6); option > 0; option--) {
        String key = "k" + random.nextInt(4);
        expected.put(name + "." + key, option(random, text, key));
      }
    }
    assertThat(read(text.toString())).as("seed %d:%n%s", seed, text).isEqualTo(expected);
  }

  @Test
  void aLineOfAMebibyteIsReadLikeAnyOther() {
    String blanks = " ".repeat(1 << 20);
    assertThat(read("[s]\na" + blanks + "=" + blanks + "b\n")).isEqualTo(Map.of("s.a", "b"));
  }

  private static String option(Random random, StringBuilder text, String key) {
    String value = value(random);
    StringBuilder lines = new StringBuilder();
    lines.append(random.nextBoolean() ? key : key.toUpperCase(java.util.Locale.ROOT));
    lines.append(random.nextBoolean() ? " = " : ":").append(value.replace("%", "%%"));
    for (int more = random.nextInt(3); more > 0; more--) {
      String next = "n" + value(random);
      value += "\n" + next;
      lines.append("\n").append(" ".repeat(1 + random.nextInt(3))).append(next.replace("%", "%%"));
    }
    line(random, text, lines.toString());
    return value;
  }

  private static String value(Random random) {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      value.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return value.toString().strip();
  }

  private static void line(Random random, StringBuilder text, String line) {
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? "# [comment] = x" : "  ; comment").append('\n');
    }
    text.append(line).append(random.nextInt(4) == 0 ? "\n\n" : "\n");
  }

  private static Map<String, String> read(String text) {
    IniSections sections = new IniSections();
    sections.add(IniParser.parse(FILE, text));
    Map<String, String> found = new TreeMap<>();
    for (String section : sections.names()) {
      for (IniEntry entry : sections.entries(section)) {
        found.put(section + "." + entry.key(), sections.interpolate(section, entry));
      }
    }
    return found;
  }
}
