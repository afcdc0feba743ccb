/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.spi.StoreOption;
import io.github.barman4j.storage.spi.StoreOptionValues;
import io.github.barman4j.testing.docs.Documentation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class S3DocumentationTest {

  @Test
  void everyOptionIsInTheReference() throws IOException {
    Documentation.of("docs/configuration.md")
        .requireSection("s3 options", Documentation.tableOf(S3Settings.ALL));
  }

  @Test
  void everyStoreIsInTheReference() throws IOException {
    String rows =
        Arrays.stream(S3Compatibility.values())
            .filter(store -> store != S3Compatibility.AUTO)
            .map(S3DocumentationTest::row)
            .collect(Collectors.joining());
    Documentation.of("docs/configuration.md")
        .requireSection(
            "s3 stores", "| `compatibility` | Defaults it sets | Source |\n|---|---|---|\n" + rows);
  }

  private static String row(S3Compatibility store) {
    String defaults =
        S3Settings.ALL.stream()
            .flatMap(option -> text(option, store.defaults()).stream())
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s |\n".formatted(kebab(store), defaults, store.source());
  }

  private static <T> Optional<String> text(StoreOption<T> option, StoreOptionValues values) {
    return values
        .find(option)
        .filter(value -> !option.defaultValue().equals(Optional.of(value)))
        .map(value -> "`" + option.name() + "` " + kebab(value));
  }

  private static String kebab(Object value) {
    return value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
