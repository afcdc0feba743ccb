/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.storage.spi.StoreOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Markdown file of this repository. Not thread-safe: tests of one module run one after another.
 *
 * @param file absolute
 */
public record Documentation(Path file) {

  /** With {@code -Dbarman4j.docs.update=true} sections are rewritten instead of compared. */
  private static final boolean UPDATE = Boolean.getBoolean("barman4j.docs.update");

  /** Returns the file at a path relative to the root of the repository. */
  public static Documentation of(String path) {
    return new Documentation(root().resolve(path));
  }

  /** Returns the README and everything in {@code docs}. */
  public static List<Documentation> all() throws IOException {
    try (Stream<Path> files = Files.list(root().resolve("docs"))) {
      return Stream.concat(Stream.of(root().resolve("README.md")), files.sorted())
          .filter(file -> file.toString().endsWith(".md"))
          .map(Documentation::new)
          .toList();
    }
  }

  /** Returns the root of the repository, found from the module that is tested. */
  public static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("CONTRIBUTING.md"))) {
      directory = Objects.requireNonNull(directory.getParent(), "No CONTRIBUTING.md above");
    }
    return directory;
  }

  /** Returns the code blocks of a language, each with the line break at its end. */
  public List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
        .matcher(text())
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** Returns the content. */
  public String text() throws IOException {
    return Files.readString(file, UTF_8);
  }

  /**
   * Checks that a generated section, which lies between two comments, is as it would be generated
   * now; or makes it so.
   *
   * @throws AssertionError if it is not, with what to run
   */
  public void requireSection(String name, String generated) throws IOException {
    String text = text();
    MatchResult section = section(name, text);
    if (section.group(1).equals(generated)) {
      return;
    }
    if (!UPDATE) {
      throw new AssertionError(
          "Section '"
              + name
              + "' of "
              + file
              + " is out of date. Run this test with -Dbarman4j.docs.update=true. Expected:\n"
              + generated);
    }
    Files.writeString(
        file, text.substring(0, section.start(1)) + generated + text.substring(section.end(1)));
  }

  private MatchResult section(String name, String text) {
    String begin = Pattern.quote("<!-- begin " + name + " -->\n");
    String end = Pattern.quote("<!-- end " + name + " -->");
    return Pattern.compile(begin + "(.*?)" + end, Pattern.DOTALL)
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " has no section '" + name + "'"));
  }

  /** Returns the reference of a back end's options. */
  public static String tableOf(List<StoreOption<?>> options) {
    return options.stream()
        .map(Documentation::row)
        .collect(
            Collectors.joining(
                "", "| Option | Values | Default | Meaning |\n|---|---|---|---|\n", ""));
  }

  private static String row(StoreOption<?> option) {
    String byDefault = option.defaultText().isEmpty() ? "–" : "`" + option.defaultText() + "`";
    return "| `%s` | %s | %s | %s |\n"
        .formatted(option.name(), option.type(), byDefault, option.description());
  }
}
