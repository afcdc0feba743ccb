/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BarmanSizeTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "10B, 10",
    "1kB, 1024",
    "1KB, 1024",
    "5mb, 5242880",
    "100GB, 107374182400",
    "1.5GB, 1610612736",
    "2TB, 2199023255552",
    "1KiB, 1000",
    "5MiB, 5000000",
    "1GiB, 1000000000",
  })
  void unitsWithoutIArePowersOf1024AndThoseWithIOf1000(String text, long bytes) {
    assertThat(BarmanSize.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "1G", "1.5", "1.5B", "-1", "1 2", "GB", "0.0001kB", "9YB"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BarmanSize.parse(text))
        .withMessageContaining("'" + text + "'");
  }
}
