/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.testing.docs.Documentation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds the README and docs to the code. */
final class DocumentationTest {

  private static final Pattern SNIPPET = Pattern.compile("(?ms)^ *// begin\\n(.*?)\\n *// end$");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");
  private static final int README_LINES = 200;
  private static final List<String> SOURCES =
      List.of(
          "barman-core/src/test/java/io/github/barman4j/Snippets.java",
          "barman-storage-fs/src/test/java/io/github/barman4j/storage/fs/local/LocalSnippets.java");

  @Test
  void everyJavaBlockIsCompiled() throws IOException {
    List<String> compiled = new ArrayList<>();
    for (String source : SOURCES) {
      String snippets = Files.readString(Documentation.root().resolve(source), UTF_8);
      SNIPPET
          .matcher(snippets)
          .results()
          .map(snippet -> snippet.group(1).stripIndent() + "\n")
          .forEach(compiled::add);
    }
    List<String> shown =
        Documentation.all().stream().flatMap(file -> blocks(file).stream()).toList();
    assertThat(shown).containsExactlyInAnyOrderElementsOf(compiled);
  }

  private static List<String> blocks(Documentation file) {
    try {
      return file.blocks("java");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    for (Documentation file : Documentation.all()) {
      List<String> links = LINK.matcher(file.text()).results().map(this::target).toList();
      assertThat(links)
          .allSatisfy(link -> assertThat(file.file().resolveSibling(link)).isRegularFile());
    }
  }

  private String target(MatchResult link) {
    return link.group(1);
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Documentation.of("README.md").text().lines().count())
        .isLessThanOrEqualTo(README_LINES);
  }

  @Test
  void theTableOfCodecsIsWhatBarmanVersionSays() throws IOException {
    String rows =
        Arrays.stream(Codec.values())
            .map(
                codec ->
                    "| %s | %s | %s |\n"
                        .formatted(
                            codec.name().toLowerCase(java.util.Locale.ROOT),
                            first(version -> version.readsWal(codec)),
                            first(version -> version.readsBase(codec))))
            .collect(Collectors.joining());
    Documentation.of("README.md")
        .requireSection("codecs", "| Codec | WAL | Base backup |\n|---|---|---|\n" + rows);
  }

  /** Returns the first release from 2.10, the first with cloud backups, to the newest tested. */
  private static String first(Predicate<BarmanVersion> reads) {
    List<BarmanVersion> versions =
        IntStream.rangeClosed(2, 3)
            .boxed()
            .flatMap(
                major ->
                    IntStream.rangeClosed(major == 2 ? 10 : 0, 20)
                        .mapToObj(minor -> new BarmanVersion(major, minor, 0)))
            .toList();
    if (reads.test(versions.get(0))) {
      return "all";
    }
    return versions.stream()
        .filter(reads)
        .findFirst()
        .map(version -> version.major() + "." + version.minor())
        .orElse("none");
  }
}
