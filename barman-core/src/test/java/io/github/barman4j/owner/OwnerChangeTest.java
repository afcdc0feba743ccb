/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.owner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.barman4j.ArchiveNotFoundException;
import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.wal.WalSegments;
import io.github.barman4j.wal.WalRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerChangeTest {

  private static final WalSegmentSize SIZE = new WalSegmentSize(1 << 20);
  private static final SystemIdentifier OLD = new SystemIdentifier(7);
  private static final SystemIdentifier NEW = new SystemIdentifier(8);
  private static final String NOTE = "barman4j/system-identifier";
  private static final String HISTORY = "1\t0/500028\tno recovery target specified\n";

  private final MemoryObjectStore store = new MemoryObjectStore("handed-over");
  private final Barman barman = Barman.builder().store(store).build();
  private final BarmanServer server = barman.server("s");

  @AfterEach
  void close() {
    barman.close();
  }

  private void failedOver() throws IOException {
    wal("000000010000000000000004");
    wal("000000010000000000000005");
    wal("000000020000000000000005");
    wal("000000020000000000000006");
    put("wals/00000002.history", HISTORY);
    put("base/20260301T000000/backup.info", "status=DONE\nsystemid=7\n");
    put(NOTE, OLD.toString());
  }

  private OwnerChangePlan plan(String first) {
    return server.ownerChange().plan(NEW, WalSegmentName.parse(first));
  }

  @Test
  void thePlanSaysWhatCollidesAndChangesNothing() throws IOException {
    failedOver();

    OwnerChangePlan plan = plan("000000010000000000000005");

    assertThat(plan.obstacles().segments())
        .extracting(WalRange::toString)
        .containsExactly(
            "000000010000000000000005", "000000020000000000000005 to 000000020000000000000006");
    assertThat(plan.obstacles().histories()).containsExactly(key("wals/00000002.history"));
    assertThat(plan.describe()).contains("from 7 to 8", "backup 20260301T000000 of 7", "refused");
    assertThat(plan.toJson()).contains("\"former_owner\"", "\"system_identifier\"");
    assertThat(read(NOTE)).isEqualTo("7");
    assertThat(read("wals/00000002.history")).isEqualTo(HISTORY);
  }

  @Test
  void segmentsBeforeTheFirstOfTheNewClusterDoNotCollide() throws IOException {
    failedOver();

    assertThat(plan("000000010000000000000007").obstacles().segments()).isEmpty();
  }

  @Test
  void theNewClusterArchivesTheHistoryOfItsFailoverWhereTheOldOnesWas(@TempDir Path directory)
      throws IOException {
    failedOver();
    Path history =
        Files.writeString(directory.resolve("00000002.history"), "1\t0/900028\tno reason\n");

    server.ownerChange().apply(plan("000000010000000000000007"));
    server.wal().archive(history);

    assertThat(read(NOTE)).isEqualTo("8");
    assertThat(read("barman4j/former/7/00000002.history")).isEqualTo(HISTORY);
    assertThat(plan("000000010000000000000007").isDone()).isTrue();
  }

  @Test
  void anOwnerThatHasChangedSinceThePlanIsKept() throws IOException {
    failedOver();
    OwnerChangePlan plan = plan("000000010000000000000007");
    put(NOTE, "9");

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> server.ownerChange().apply(plan))
        .withStackTraceContaining("plan again");
    assertThat(read(NOTE)).isEqualTo("9");
    assertThat(read("wals/00000002.history")).isEqualTo(HISTORY);
  }

  @Test
  void anArchiveOfBarmanWithoutANoteIsHandedOver() throws IOException {
    failedOver();
    store.delete(List.of(key(NOTE)));

    server.ownerChange().apply(plan("000000010000000000000007"));

    assertThat(read(NOTE)).isEqualTo("8");
  }

  @Test
  void anArchiveOfNobodyCannotBeHandedOver() {
    assertThatExceptionOfType(ArchiveNotFoundException.class)
        .isThrownBy(() -> plan("000000010000000000000001"))
        .withMessageContaining("'s'");
  }

  private void wal(String segment) throws IOException {
    WalSegmentName name = WalSegmentName.parse(segment);
    store.put(
        key("wals/" + name.hashDirectory() + "/" + name),
        ObjectBody.of(WalSegments.of(OLD, SIZE).bytes(name)),
        PutOptions.overwrite());
  }

  private void put(String name, String text) throws IOException {
    store.put(key(name), ObjectBody.of(text), PutOptions.overwrite());
  }

  private String read(String name) throws IOException {
    return new String(ObjectStores.read(store, key(name), 1000), UTF_8);
  }

  private static ObjectKey key(String name) {
    return ObjectKey.of("s/" + name);
  }
}
