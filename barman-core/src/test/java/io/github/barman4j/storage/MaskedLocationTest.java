/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Locations in messages. */
final class MaskedLocationTest {

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/prefix, s3://bucket/prefix",
    "https://a.blob.core.windows.net/c/p?sv=1&sig=hidden, https://a.blob.core.windows.net/c/p?***",
    "s3://AKIA:hidden@bucket/p, s3://***@bucket/p",
    "https://u:hid@den@h/p?x#hidden, https://***@h/p?***",
    "//u:hidden@h, //***@h"
  })
  void aLocationIsShownWithoutUserAndQuery(String location, String shown) {
    assertThat(Secret.masked(location)).isEqualTo(shown);
  }
}
