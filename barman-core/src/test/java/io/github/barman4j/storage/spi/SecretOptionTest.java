/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.barman4j.storage.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets as files and variables have them. */
final class SecretOptionTest {

  private static final StoreOption<Secret> KEY = StoreOption.secret("account-key", "A key.");

  @Test
  void aLineEndIsNoPartOfASecret() {
    assertThat(KEY.parse("key\r\n")).isEqualTo(Secret.of("key"));
    assertThat(Secret.of(" key\n").strip()).isEqualTo(Secret.of("key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void aSecretThatIsBlankIsRefusedByItsName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KEY.parse(text))
        .withMessageContaining("account-key");
  }
}
