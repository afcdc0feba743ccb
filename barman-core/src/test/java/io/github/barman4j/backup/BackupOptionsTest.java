/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupOptionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", " a", "a\nb", "20260301T101500", "latest", "Auto", "last-failed"})
  void refusesNamesThatBarmanWouldMisread(String name) {
    BackupOptions.Builder builder = BackupOptions.builder();
    assertThatThrownBy(() -> builder.name(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void refusesACodecThatTheNamedBarmanCannotReadAndNamesThoseItCan() {
    BackupOptions.Builder builder = BackupOptions.builder().readableBy(BarmanVersion.parse("3.17"));
    assertThatThrownBy(builder::build)
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContainingAll("zstd", "3.17.0", "gzip", "bzip2", "snappy");
    assertThat(builder.compression(Compression.GZIP).build().compression())
        .isEqualTo(Compression.GZIP);
  }

  @Test
  void refusesACodecThatNoBarmanReads() {
    BackupOptions.Builder builder = BackupOptions.builder().compression(Compression.XZ);
    assertThatThrownBy(builder::build)
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("any Barman");
  }

  @Test
  void changesToABuilderLeaveWhatWasBuiltAlone() {
    BackupOptions.Builder builder = BackupOptions.builder().name("a");
    BackupOptions first = builder.build();
    builder.name("b").workers(1);
    assertThat(first.name()).contains("a");
    assertThat(first.toBuilder().build().name()).contains("a");
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    BackupOptions.Builder builder = BackupOptions.builder();
    assertThatThrownBy(() -> builder.workers(0)).hasMessageContaining("workers");
    assertThatThrownBy(() -> builder.partSize(1)).hasMessageContaining("partSize");
    assertThatThrownBy(() -> builder.bandwidthLimit(0)).hasMessageContaining("bandwidthLimit");
  }

  @Test
  void theConnectionIsKeptAliveUnlessSaidOtherwise() {
    BackupOptions.Builder builder = BackupOptions.builder();
    assertThat(builder.build().keepaliveInterval()).hasSeconds(30);
    assertThat(builder.withoutKeepalive().build().keepaliveInterval()).isZero();
    assertThatThrownBy(() -> builder.keepaliveInterval(java.time.Duration.ZERO))
        .hasMessageContaining("keepaliveInterval");
  }
}
