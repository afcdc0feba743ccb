/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every module's tests may count on. */
class BuildTest {
  @ParameterizedTest
  @ValueSource(strings = {"13", "15", "17", "18"})
  void postgresBinariesAreThere(String major) {
    assertThat(Path.of(System.getProperty("barman4j.postgres.binaries"), major + ".jar"))
        .isNotEmptyFile();
  }

  @Test
  void serverJarsAreThere() {
    for (String server : List.of("s3mock", "s3proxy")) {
      assertThat(Path.of(System.getProperty("barman4j.test.servers"), server + ".jar"))
          .isNotEmptyFile();
    }
  }
}
