/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The differences that are accepted are the differences that are documented. */
class DifferencesTest {

  private static final Path TEXT = Path.of("..", "..", "docs", "cli-differences.md");
  private static final int AT_LEAST = 150;

  @Test
  void everyDifferenceIsDocumentedAndNoOther() throws IOException {
    List<String> documented =
        Pattern.compile("(?m)^- `([A-Z_]+)`")
            .matcher(Files.readString(TEXT))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(Difference.values()).map(Difference::name).toList());
  }

  @Test
  void everyDifferenceIsShownByACase() {
    List<Difference> shown =
        DiffCases.all().stream()
            .flatMap(one -> one.expected().values().stream())
            .flatMap(Collection::stream)
            .distinct()
            .toList();
    assertThat(shown).containsExactlyInAnyOrder(Difference.values());
  }

  @Test
  void thereAreManyCasesAndNoTwoOfTheSameName() {
    List<String> names = DiffCases.all().stream().map(DiffCase::name).toList();
    assertThat(names).hasSizeGreaterThan(AT_LEAST).doesNotHaveDuplicates();
  }
}
