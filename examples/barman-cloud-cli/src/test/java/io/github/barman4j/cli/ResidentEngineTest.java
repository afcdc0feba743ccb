/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.cli.agent.AgentRequest;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.testing.wal.WalSegments;
import io.github.barman4j.wal.ArchivedWal;
import io.github.barman4j.wal.WalArchiverOptions;
import io.github.barman4j.wal.WalFetcherOptions;
import io.github.barman4j.wal.WalOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentEngineTest {

  private static final WalSegmentName NAME = WalSegmentName.parse("000000010000000000000001");
  private static final WalSegments SEGMENTS =
      WalSegments.of(new SystemIdentifier(7), new WalSegmentSize(1 << 20));

  @TempDir private Path dir;
  private ResidentEngine engine;
  private Path segment;

  @BeforeEach
  void open() {
    ResidentOptions options =
        new ResidentOptions(
            WalArchiverOptions.defaults(),
            WalFetcherOptions.spoolingIn(dir.resolve("spool")).build());
    engine = new ResidentEngine(options);
    segment = SEGMENTS.write(dir, NAME);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private WalTask task(int server) {
    StoreAddress address =
        new StoreAddress(dir.resolve("store").toUri(), StoreProperties.of(Map.of()));
    return new WalTask(address, "s" + server, WalOptions.defaults(), -1);
  }

  @Test
  void moreArchivesThanItKeepsOpenAreServedAllTheSame() {
    for (int round = 0; round < 2; round++) {
      for (int server = 0; server < 40; server++) {
        assertThat(engine.archive(task(server), segment).name()).isEqualTo(NAME);
        assertThat(engine.fetch(task(server), NAME, dir.resolve("to"))).isPresent();
      }
    }
    assertThat(dir.resolve("to")).hasSameBinaryContentAs(segment);
  }

  @Test
  void anEngineThatEndsGivesNoExitCodeThatPostgresCouldMisread() {
    AgentRequests requests = new AgentRequests(Map.of(), engine);
    List<String> words = List.of(dir.resolve("store").toUri().toString(), "s", NAME + "", "to");
    AgentRequest request =
        new AgentRequest("barman-cloud-wal-restore", dir.toString(), words, Map.of());
    assertThat(requests.handle(request).exitCode()).isEqualTo(ExitCode.FAILED);
    engine.close();
    assertThatThrownBy(() -> requests.handle(request)).isInstanceOf(EngineClosedException.class);
    assertThatThrownBy(() -> engine.archive(task(1), segment))
        .isInstanceOf(EngineClosedException.class);
  }

  @Test
  void anInterruptedRequestGivesNoneEither() {
    engine.archive(task(1), segment);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> engine.fetch(task(1), NAME, dir.resolve("to")))
          .isInstanceOf(EngineClosedException.class);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void closingItRemovesTheSpool() {
    engine.archive(task(1), segment);
    assertThat(engine.fetch(task(1), NAME, dir.resolve("to")))
        .get()
        .isInstanceOf(ArchivedWal.class);
    engine.close();
    assertThat(dir.resolve("spool").toFile().list()).isIn(null, new String[0]);
    assertThat(Files.exists(dir.resolve("to"))).isTrue();
  }
}
