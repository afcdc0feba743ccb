/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.storage.ObjectTags;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WalOptionsTest {

  @Test
  void defaultsAreZstdWithEveryCheck() {
    WalOptions options = WalOptions.defaults();

    assertThat(options.compression()).isEqualTo(Compression.ZSTD);
    assertThat(options.partialFallback()).isTrue();
    assertThat(options.verifyHeaders()).isTrue();
    assertThat(options.readableBy()).isNull();
    assertThat(options.tags()).isEqualTo(ObjectTags.EMPTY);
    assertThat(options.historyTags()).isNull();
  }

  @Test
  void compressionThatABarmanCannotReadIsRefusedAndThoseItCanAreNamed() {
    WalOptions.Builder builder =
        WalOptions.builder().readableBy(BarmanVersion.parse("3.4")).compression(Compression.ZSTD);

    assertThatExceptionOfType(UnsupportedFormatException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("3.4.0")
        .withMessageContaining("readableBy")
        .withMessageContaining("[none, gzip, bzip2, snappy]");
    assertThat(builder.compression(Compression.GZIP).build().compression())
        .isEqualTo(Compression.GZIP);
    assertThat(
            builder.compression(Compression.ZSTD).readableBy(BarmanVersion.parse("3.12")).build())
        .isNotNull();
  }

  @Test
  void builderOfOptionsKeepsEverything() {
    WalOptions options =
        WalOptions.builder()
            .compression(Compression.BZIP2)
            .readableBy(BarmanVersion.OLDEST_TESTED)
            .tags(ObjectTags.of(Map.of("a", "b")))
            .historyTags(ObjectTags.of(Map.of("c", "d")))
            .withoutPartialFallback()
            .withoutHeaderChecks()
            .build();

    assertThat(options.toBuilder().build()).isEqualTo(options);
  }
}
