/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ArchiveOwnerTest {

  private static final SystemIdentifier OURS = SystemIdentifier.parse("7412345678901234567");
  private static final SystemIdentifier OTHER = SystemIdentifier.parse("18446744073709551615");

  private final MemoryObjectStore memory = new MemoryObjectStore("owner");
  private final FaultInjectingObjectStore store = new FaultInjectingObjectStore(memory);
  private final ServerLayout layout = new ServerLayout("s");

  private ArchiveOwner owner() {
    return new ArchiveOwner(new ServerContext(store, "s", Runnable::run, Clock.systemUTC()));
  }

  @Test
  void emptyArchiveIsTakenAndTheNoteSaysByWhom() throws IOException {
    assertThat(owner().find()).isEmpty();
    owner().claim(OTHER);

    assertThat(new String(ObjectStores.read(memory, layout.owner(), 100)))
        .isEqualTo("18446744073709551615");
    assertThat(owner().find()).contains(OTHER);
  }

  @Test
  void secondClaimOfOneInstanceAsksNothing() {
    ArchiveOwner owner = owner();
    owner.claim(OURS);
    int before = store.calls().size();

    owner.claim(OURS);

    assertThat(store.calls()).hasSize(before);
    assertThatExceptionOfType(ForeignServerException.class).isThrownBy(() -> owner.claim(OTHER));
  }

  @Test
  void newestBackupThatSaysItIsTheOwnerOfAnArchiveWithoutNote() throws IOException {
    backup("20250101T000000", OTHER);
    backup("20260101T000000", OURS);
    backup("20260201T000000", null);
    put(layout.backupInfo(BackupId.of("20260301T000000")), "garbage");
    put(ObjectKey.of("s/base/20260401T000000/data.tar"), "running");

    assertThat(owner().find()).contains(OURS);
    assertThatExceptionOfType(ForeignServerException.class)
        .isThrownBy(() -> owner().claim(OTHER))
        .withMessageContaining("barman-cloud-change-owner --system-identifier " + OTHER);
    owner().claim(OURS);
    assertThat(new String(ObjectStores.read(memory, layout.owner(), 100)))
        .isEqualTo(OURS.toString());
  }

  @Test
  void firstSoundSegmentIsTheOwnerOfAnArchiveWithoutNoteAndBackup() throws IOException {
    WalSegmentName second = WalSegmentName.parse("000000010000000000000002");
    put(layout.wal(WalSegmentName.parse("000000010000000000000001"), ".gz"), "garbage");
    memory.put(
        layout.wal(second, ""),
        ObjectBody.of(WalSegments.of(OURS, new WalSegmentSize(1 << 20)).bytes(second)),
        PutOptions.overwrite());

    assertThat(owner().find()).contains(OURS);
  }

  @Test
  void noteThatIsRewrittenByHandHandsTheArchiveOver() throws IOException {
    backup("20260101T000000", OURS);
    put(layout.owner(), OTHER + "\n");

    owner().claim(OTHER);

    assertThat(owner().find()).contains(OTHER);
  }

  @Test
  void noteThatIsNoNumberIsCorrupt() throws IOException {
    put(layout.owner(), "mine");

    assertThatExceptionOfType(CorruptArchiveException.class)
        .isThrownBy(() -> owner().claim(OURS))
        .withMessageContaining("'mine'");
  }

  @Test
  void raceForAnEmptyArchiveHasOneWinner() throws IOException {
    put(layout.owner(), OTHER.toString());
    FirstLookMisses misses = new FirstLookMisses(memory);

    assertThatExceptionOfType(ForeignServerException.class)
        .isThrownBy(
            () ->
                new ArchiveOwner(new ServerContext(misses, "s", Runnable::run, Clock.systemUTC()))
                    .claim(OURS));
  }

  @Test
  void lostAnswerOfTheNoteIsResolvedByReading() {
    store.inject(Fault.loseResponse().on(PUT));

    owner().claim(OURS);

    assertThat(owner().find()).contains(OURS);
  }

  @Test
  void lostNoteIsAFailure() {
    store.inject(Fault.loseRequest().on(PUT));

    assertThatExceptionOfType(StorageFailedException.class).isThrownBy(() -> owner().claim(OURS));
  }

  @Test
  void outageIsNotAnArchiveOfNobody() {
    store.inject(Fault.unavailable().on(GET));

    assertThatExceptionOfType(StorageFailedException.class).isThrownBy(() -> owner().find());
    assertThatExceptionOfType(StorageFailedException.class).isThrownBy(() -> owner().claim(OURS));
    assertThat(store.count(PUT)).isZero();
  }

  private void backup(String id, @org.jspecify.annotations.Nullable SystemIdentifier cluster)
      throws IOException {
    BackupInfo info =
        BackupInfo.builder(BackupId.of(id)).set(BackupField.SYSTEMID, cluster).build();
    put(layout.backupInfo(info.id()), InfoFile.format(info, InfoFile.Profile.LEGACY));
  }

  private void put(ObjectKey key, String text) throws IOException {
    memory.put(key, ObjectBody.of(text), PutOptions.overwrite());
  }
}
