/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionPolicyTest {

  @ParameterizedTest
  @CsvSource({
    "REDUNDANCY 3,REDUNDANCY 3",
    "'  redundancy   07 ',REDUNDANCY 7",
    "RECOVERY WINDOW OF 7 DAYS,RECOVERY WINDOW OF 7 DAYS",
    "Recovery  Window\tof 1 day,RECOVERY WINDOW OF 1 DAYS",
    "recovery window of 2 weeks,RECOVERY WINDOW OF 14 DAYS",
    "RECOVERY WINDOW OF 1 MONTH,RECOVERY WINDOW OF 31 DAYS",
    "RECOVERY WINDOW OF 99999 MONTHS,RECOVERY WINDOW OF 3099969 DAYS"
  })
  void barmansFormsAreRead(String text, String policy) {
    assertThat(RetentionPolicy.parse(text)).hasToString(policy);
    assertThat(RetentionPolicy.parse(policy)).isEqualTo(RetentionPolicy.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "REDUNDANCY",
        "REDUNDANCY 0",
        "REDUNDANCY -1",
        "REDUNDANCY 1000000000",
        "REDUNDANCY 1 X",
        "RECOVERY WINDOW OF 0 DAYS",
        "RECOVERY WINDOW OF 7 YEARS",
        "WINDOW OF 7 DAYS",
        "7 DAYS"
      })
  void othersAreRefusedWithBothForms(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionPolicy.parse(text))
        .withMessageContaining("REDUNDANCY n or RECOVERY WINDOW OF n DAYS");
  }

  @Test
  void aPolicyThatWouldDeleteAllCannotBeMade() {
    assertThatIllegalArgumentException().isThrownBy(() -> RetentionPolicy.redundancy(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionPolicy.redundancy(1).withMinimumRedundancy(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionPolicy.recoveryWindow(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionPolicy.recoveryWindow(Duration.ofDays(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> RetentionPolicy.parse("RECOVERY WINDOW OF 1 DAY").withMinimumRedundancy(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetentionOptions.defaults().withGrace(Duration.ofDays(-1)));
  }

  @Test
  void minimumRedundancyAndOddWindowsAreValues() {
    assertThat(RetentionPolicy.redundancy(1).withMinimumRedundancy(2).minimumRedundancy())
        .isEqualTo(2);
    assertThat(RetentionPolicy.recoveryWindow(Duration.ofHours(36)))
        .hasToString("RECOVERY WINDOW OF PT36H");
  }
}
