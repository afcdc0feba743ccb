/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WalArchiverOptionsTest {

  @Test
  void defaultsAreTheProcessorsAndTwiceAsManyAhead() {
    WalArchiverOptions options = WalArchiverOptions.defaults();

    assertThat(options.parallel())
        .isEqualTo(Math.max(2, Math.min(64, Runtime.getRuntime().availableProcessors())));
    assertThat(options.lookAhead()).isEqualTo(2 * options.parallel());
    assertThat(options.closeTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(WalArchiverOptions.builder().parallel(3).build().lookAhead()).isEqualTo(6);
  }

  @Test
  void builderOfOptionsKeepsEverything() {
    WalArchiverOptions options =
        WalArchiverOptions.builder()
            .parallel(7)
            .lookAhead(0)
            .closeTimeout(Duration.ZERO)
            .listener(new WalArchiverListener() {})
            .build();

    assertThat(options.toBuilder().build()).isEqualTo(options);
  }

  @Test
  void valuesOutOfRangeAreRefusedByName() {
    WalArchiverOptions.Builder builder = WalArchiverOptions.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.parallel(0).build())
        .withMessage("parallel is in 1 to 64, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.parallel(1).lookAhead(1025).build())
        .withMessage("lookAhead is in 0 to 1024, got 1025");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.lookAhead(1).closeTimeout(Duration.ofNanos(-1)).build())
        .withMessageContaining("closeTimeout");
  }
}
