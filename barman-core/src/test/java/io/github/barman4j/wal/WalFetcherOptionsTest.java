/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WalFetcherOptionsTest {

  private static final Path SPOOL = Path.of("spool");

  @Test
  void defaultsAreEightAheadAndFourAtOnce() {
    assertThat(WalFetcherOptions.spoolingIn(SPOOL).build())
        .isEqualTo(new WalFetcherOptions(SPOOL, 8, 4));
    assertThat(WalFetcherOptions.spoolingIn(SPOOL).withoutPrefetch().build().prefetch()).isZero();
  }

  @Test
  void builderOfOptionsKeepsEverything() {
    WalFetcherOptions options = WalFetcherOptions.spoolingIn(SPOOL).prefetch(3).parallel(2).build();

    assertThat(options.toBuilder().build()).isEqualTo(options);
  }

  @Test
  void valuesOutOfRangeAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WalFetcherOptions.spoolingIn(SPOOL).prefetch(-1).build())
        .withMessage("prefetch is in 0 to 1024, got -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WalFetcherOptions.spoolingIn(SPOOL).parallel(65).build())
        .withMessage("parallel is in 1 to 64, got 65");
  }
}
