/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PrimaryOfStandbyTest {

  private final Invocation call =
      new Invocation(
          "barman-cloud-backup",
          Map.of(),
          Path.of("").toAbsolutePath(),
          new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
          new DirectEngine());

  private Optional<DataSource> primaryBy(String conninfo) {
    return PrimaryOfStandby.find(
        call, SourceServerTest.server(Map.of(PrimaryOfStandby.CONNINFO, conninfo)));
  }

  @Test
  void theSettingNamesThePrimary() {
    assertThat(primaryBy("host=primary user=replicator")).isPresent();
    assertThat(primaryBy("postgresql://replicator@primary/")).isPresent();
  }

  @Test
  void aSettingThatIsOfNoUseForASessionIsNoFailure() {
    assertThat(primaryBy("host=primary requirepeer=postgres")).isEmpty();
    assertThat(primaryBy("host=primary nonsense")).isEmpty();
  }

  @Test
  void neitherIsASettingThatIsEmptyOrMayNotBeSeen() {
    assertThat(primaryBy("")).isEmpty();
    assertThat(PrimaryOfStandby.find(call, SourceServerTest.server(Map.of()))).isEmpty();
  }
}
