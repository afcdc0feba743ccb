/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.postgres.ControlFile.ClusterState;
import io.github.barman4j.testing.postgres.PostgresServer;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own functions read the same file; SQL has the identifier signed. */
class ControlFileIT {

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 17, 18})
  void saysWhatTheServerSays(int version) throws Exception {
    try (PostgresServer server = PostgresServer.builder(version).walSegmentSize(4 << 20).start()) {
      server.execute("CHECKPOINT");
      byte[] bytes = Files.readAllBytes(server.dataDirectory().resolve(ControlFile.NAME));
      ControlFile file = ControlFile.parse(bytes);
      assertThat(describe(file)).isEqualTo(server.queryString(query()));
      assertThat(file.state()).isEqualTo(ClusterState.IN_PRODUCTION);
      assertThat(file.dataChecksumVersion()).isEqualTo(1);
      assertThat(file.walSegmentSize().bytes()).isEqualTo(4 << 20);
      bytes[200] ^= 1;
      assertThatThrownBy(() -> ControlFile.parse(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("checksum");
    }
  }

  private static String describe(ControlFile file) {
    return "%s %s %s %s %s %s %s"
        .formatted(
            file.systemIdentifier().value(),
            file.controlVersion(),
            file.catalogVersion(),
            file.lastModified().getEpochSecond(),
            file.checkpoint(),
            file.redo(),
            file.timeline());
  }

  private static String query() {
    return "SELECT concat_ws(' ', system_identifier, pg_control_version, catalog_version_no,"
        + " extract(epoch FROM pg_control_last_modified)::bigint, checkpoint_lsn, redo_lsn,"
        + " timeline_id) FROM pg_control_system(), pg_control_checkpoint()";
  }
}
