/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.storage.fs.local.ConfigurationOption.Effect;
import io.github.barman4j.testing.docs.Documentation;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class LocalDocumentationTest {

  private static final Pattern ALTERNATIVES = Pattern.compile("\\(\\?:([^)]*)\\)\\??");

  @Test
  void everyOptionOfBarmanConfIsInTheReference() throws IOException {
    Documentation.of("docs/local-backups.md").requireSection("barman.conf", tables());
  }

  private static String tables() {
    return ConfigurationOption.ALL.stream()
            .filter(option -> option.effect() == Effect.USED)
            .map(LocalDocumentationTest::used)
            .collect(
                Collectors.joining(
                    "", "| Option | Values | Default | Meaning |\n|---|---|---|---|\n", ""))
        + "\nOptions in *italics* count in `[barman]` only, those in **bold** in the section of a"
        + " server only, all others in both.\n\n"
        + ConfigurationOption.ALL.stream()
            .filter(option -> option.effect() != Effect.USED)
            .map(LocalDocumentationTest::other)
            .collect(Collectors.joining("", "| Option | | Why |\n|---|---|---|\n", ""));
  }

  private static String used(ConfigurationOption option) {
    String mark =
        switch (option.place()) {
          case GLOBAL -> "*";
          case SERVER -> "**";
          case BOTH -> "";
        };
    String byDefault = option.byDefault().isEmpty() ? "–" : "`" + option.byDefault() + "`";
    return "| %s`%s`%s | %s | %s | %s |\n"
        .formatted(mark, option.name(), mark, option.values(), byDefault, option.meaning());
  }

  private static String other(ConfigurationOption option) {
    String effect =
        switch (option.effect()) {
          case REFUSED -> "refused";
          case NOT_DONE -> "warning";
          default -> "no effect";
        };
    return "| `%s` | %s | %s |\n".formatted(readable(option.name()), effect, option.meaning());
  }

  /** Returns a pattern as people write one. */
  private static String readable(String name) {
    Matcher matcher = ALTERNATIVES.matcher(name);
    String text =
        matcher.replaceAll(
            group ->
                (group.group().endsWith("?")
                        ? "[" + group.group(1) + "]"
                        : "{" + group.group(1) + "}")
                    .replace("|", ","));
    return text.replace(".*", "…");
  }
}
