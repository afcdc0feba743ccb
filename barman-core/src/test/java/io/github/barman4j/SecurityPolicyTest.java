/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.docs.Documentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds SECURITY.md to tests: what it says is held by one, or it says why none can. */
final class SecurityPolicyTest {

  private static final Pattern SENTENCE = Pattern.compile("(?ms)^- (.*?)(?=^- |^#|^$|\\z)");
  private static final Pattern HOLDER = Pattern.compile("(\\w+(?:Test|IT))\\.(\\w+)");

  @Test
  void everySentenceIsHeldByATestOrSaysWhyNot() throws IOException {
    List<String> sentences = SENTENCE.matcher(policy()).results().map(MatchResult::group).toList();
    assertThat(sentences).hasSizeGreaterThan(15);
    assertThat(sentences)
        .allMatch(
            sentence -> sentence.contains("<!-- no test: ") || HOLDER.matcher(sentence).find());
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> tests = tests();
    assertThat(HOLDER.matcher(policy()).results())
        .isNotEmpty()
        .allSatisfy(
            holder ->
                assertThat(tests.get(holder.group(1)))
                    .as(holder.group())
                    .contains("void " + holder.group(2) + "("));
  }

  private static String policy() throws IOException {
    return Files.readString(Documentation.root().resolve("SECURITY.md"), UTF_8);
  }

  private static Map<String, String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Documentation.root())) {
      return files
          .filter(file -> file.toString().contains("/src/test/java/"))
          .filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  SecurityPolicyTest::read,
                  String::concat));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
