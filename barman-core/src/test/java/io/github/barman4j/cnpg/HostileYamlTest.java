/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text that is meant to hurt ends in the typed error, soon. */
@Timeout(20)
final class HostileYamlTest {

  static Stream<Arguments> texts() {
    StringBuilder laughs = new StringBuilder("a: &a [x, x, x]\n");
    for (char c = 'b'; c < 'p'; c++) {
      laughs.append("%1$c: &%1$c [*%2$c, *%2$c, *%2$c]%n".formatted(c, (char) (c - 1)));
    }
    return Stream.of(
        arguments("escape", "spec: \"\\Uffffffff\""),
        arguments("surrogate", "spec: \"\\ud800\\U00110000\""),
        arguments("number", "spec: " + "9".repeat(900_000)),
        arguments("megabytes of number", "spec: " + "9".repeat(4 << 20)),
        arguments("lists", "spec: " + "[".repeat(100_000)),
        arguments("maps", "{a: ".repeat(100_000)),
        arguments("blocks", "- ".repeat(100_000) + "x"),
        arguments("keys", "? ".repeat(100_000) + "x"),
        arguments("laughs", laughs.toString()),
        arguments("itself", "&a\nitems: [*a]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void hostileTextIsAnInvalidObjectStore(String name, String text) {
    assertThatThrownBy(() -> ObjectStoreResource.parse(text))
        .isInstanceOf(InvalidObjectStoreException.class);
    assertThatThrownBy(() -> ObjectStoreResource.parseAll(text))
        .isInstanceOf(InvalidObjectStoreException.class);
  }
}
