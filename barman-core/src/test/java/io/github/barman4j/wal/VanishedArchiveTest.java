/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static io.github.barman4j.wal.WalHarness.FIRST;
import static io.github.barman4j.wal.WalHarness.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.ArchiveNotFoundException;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of which nothing is there any more: not mounted, or emptied. */
class VanishedArchiveTest {

  private static final WalFileName HISTORY = WalFileName.parse("00000002.history");

  private final WalHarness harness = new WalHarness();

  @TempDir private Path dir;

  private void vanish() throws IOException {
    List<ObjectMetadata> all = ObjectStores.walk(harness.memory, ListRequest.prefix("")).toList();
    harness.memory.delete(all.stream().map(ObjectMetadata::key).toList());
  }

  @Test
  void nothingIsSaidNotToBeInAnArchiveThatIsNotThere() throws IOException {
    harness.archive().archive(harness.segments.write(dir, FIRST));
    WalSegmentName next = FIRST.next(SIZE);
    assertThat(harness.archive().fetch(next, dir.resolve("to"))).isEmpty();
    vanish();

    for (WalFileName name : List.of(FIRST, next, HISTORY)) {
      assertThatThrownBy(() -> harness.archive().fetch(name, dir.resolve("to")))
          .isInstanceOf(ArchiveNotFoundException.class)
          .hasMessageContaining("'orders-db' in memory:wal is not there");
    }
  }

  @Test
  void anArchiveThatBarmanAloneWroteIsThereWithoutOurNote() throws IOException {
    harness.put(harness.layout.wal(FIRST, ""), harness.segments.bytes(FIRST));

    assertThat(harness.archive().fetch(HISTORY, dir.resolve("to"))).isEmpty();
  }

  @Test
  void aServerThatHasArchivedBeforeDoesNotBeginAnew() throws IOException {
    PgWal pgWal = PgWal.in(dir, harness.segments);
    List<Path> files = pgWal.ready(2);
    harness.archive().archive(files.get(0));
    vanish();

    assertThatThrownBy(() -> harness.archive().archive(files.get(1)))
        .isInstanceOf(ArchiveNotFoundException.class)
        .hasMessageContaining("used it before");
    assertThatThrownBy(() -> harness.archive().archive(pgWal.ready(HISTORY)))
        .isInstanceOf(ArchiveNotFoundException.class);
    assertThat(harness.keys()).isEmpty();
  }

  @Test
  void aNewArchiveBeginsWhenWhatTheServerRemembersIsRemoved() throws IOException {
    List<Path> files = PgWal.in(dir, harness.segments).ready(2);
    harness.archive().archive(files.get(0));
    vanish();
    try (Stream<Path> notes = Files.list(dir.resolve("pg_wal/archive_status"))) {
      for (Path note : notes.filter(file -> file.toString().contains("barman4j")).toList()) {
        Files.delete(note);
      }
    }

    harness.archive().archive(files.get(1));

    assertThat(harness.keys()).hasSize(2);
  }

  @Test
  void aServerThatArchivedElsewhereBeginsAnArchiveHere() throws IOException {
    List<Path> files = PgWal.in(dir, harness.segments).ready(2);
    new WalHarness().archive().archive(files.get(0));

    WalHarness other = new WalHarness();
    new WalArchive(
            new io.github.barman4j.ServerContext(
                other.memory, "elsewhere", Runnable::run, java.time.Clock.systemUTC()),
            WalOptions.defaults())
        .archive(files.get(1));

    assertThat(other.keys()).contains("elsewhere/barman4j/system-identifier");
  }
}
