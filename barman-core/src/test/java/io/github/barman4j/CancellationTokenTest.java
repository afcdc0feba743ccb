/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class CancellationTokenTest {
  private final CancellationToken token = new CancellationToken();

  @Test
  void workGoesOnUntilTheTokenIsCancelled() {
    assertThat(token.isCancelled()).isFalse();
    assertThatCode(token::throwIfCancelled).doesNotThrowAnyException();
    token.cancel();
    token.cancel();

    assertThat(token.isCancelled()).isTrue();
    assertThatExceptionOfType(OperationCancelledException.class)
        .isThrownBy(token::throwIfCancelled)
        .withMessageContaining("cancelled by its caller");
  }

  @Test
  void anInterruptCancelsTheThreadThatAsksAndStaysSet() {
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(OperationCancelledException.class)
          .isThrownBy(token::throwIfCancelled)
          .withMessageContaining("interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(token.isCancelled()).isFalse();
  }
}
