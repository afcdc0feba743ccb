/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocaleTest {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void numbersAreAsciiWhereTheLocaleHasDigitsOfItsOwn() {
    Locale.setDefault(new Locale("fa", "IR"));
    assertThatThrownBy(() -> new Compression(Codec.GZIP, 10)).hasMessageContaining("is 10;");
  }
}
