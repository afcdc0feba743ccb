/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemIdentifierTest {

  @Test
  void signedAndUnsignedFormsAreTheSameIdentifier() {
    assertThat(SystemIdentifier.parse("-2272973742162864359"))
        .isEqualTo(SystemIdentifier.parse("16173770331546687257"))
        .hasToString("16173770331546687257");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "x", "18446744073709551616", "-9223372036854775809", "1.0"})
  void otherTextIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SystemIdentifier.parse(text));
  }
}
