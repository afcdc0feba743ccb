/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.manifest.ManifestFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestEntriesTest {

  private static final int MANY = 50_000;

  private final ManifestEntries entries = new ManifestEntries();

  private static ManifestFile file(int number) {
    return new ManifestFile("base/5/é" + number, number, "CRC32C", String.format("%08x", number));
  }

  @Test
  void findsEachOfMany() {
    for (int i = 0; i < MANY; i++) {
      entries.add(file(i));
    }
    for (int i = 0; i < MANY; i++) {
      int entry = entries.find(file(i).path());
      assertThat(entries.size(entry)).isEqualTo(i);
      assertThat(entries.checksum(entry)).isEqualTo(file(i).checksum());
      assertThat(entries.algorithm(entry)).isEqualTo(ChecksumAlgorithm.CRC32C);
    }
    assertThat(entries.count()).isEqualTo(MANY);
    assertThat(entries.find("base/5/other")).isNegative();
  }

  @Test
  void remembersWhatWasSeen() {
    for (int i = 0; i < 4; i++) {
      entries.add(file(i));
    }
    entries.markSeen(entries.find(file(1).path()));
    List<String> unseen = new ArrayList<>();
    entries.forEachUnseen(path -> !path.endsWith("3"), unseen::add);
    assertThat(unseen).containsExactly(file(0).path(), file(2).path());
  }

  @Test
  void refusesAFileThatIsThereTwiceOrHasNoRealChecksum() {
    entries.add(file(1));
    assertThatThrownBy(() -> entries.add(file(1))).hasMessageContaining("twice");
    assertThatThrownBy(() -> entries.add(new ManifestFile("x", 1, "SHA256", "00")))
        .hasMessageContaining("SHA256");
    assertThatThrownBy(() -> entries.add(new ManifestFile("x", 1, "MD5", "00")))
        .hasMessageContaining("MD5");
    assertThatThrownBy(() -> entries.add(new ManifestFile("x", 1, "CRC32C", "zz")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
