/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a deletion that dies leaves behind, and what retention makes of it. */
class InterruptedDeletionTest {

  private static final String TLI1 = "0000000100000000000000";
  private static final RetentionPolicy ONE = RetentionPolicy.redundancy(1);

  private int callsUntilDeath = Integer.MAX_VALUE;
  private boolean full;
  private boolean raced;
  private final Archive archive = new Archive(Mortal::new);
  private final Retention retention = new Retention(archive.context());
  private final BackupCatalog catalog = new BackupCatalog(archive.context());

  /** Dies as a killed process does: between two calls, or having deleted some of the keys. */
  private final class Mortal extends ForwardingObjectStore {
    Mortal(ObjectStore store) {
      super(store);
    }

    private void live() {
      if (callsUntilDeath-- <= 0) {
        throw new Killed();
      }
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options)
        throws IOException {
      if (full) {
        throw new ObjectStoreException("put " + key + ": no space left on device", null);
      }
      if (raced) {
        throw new PreconditionFailedException("put " + key + ": it changed", null);
      }
      live();
      return super.put(key, body, options);
    }

    @Override
    public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
      for (ObjectKey key : keys) {
        live();
        super.delete(List.of(key));
      }
      return new DeleteResult(List.copyOf(keys), java.util.Map.of());
    }
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private void threeBackups() {
    for (int day = 1; day <= 3; day++) {
      BackupInfo backup = RetentionFixture.day(day);
      archive.put(backup);
      archive.put("shop/base/" + backup.id() + "/data_0001.tar", "more");
    }
    archive.wal(RetentionFixture.segments(1, 8));
  }

  private boolean killed(int call) {
    RetentionPlan plan = retention.planDelete(BackupSelector.latest());
    callsUntilDeath = call;
    try {
      retention.apply(plan);
      return false;
    } catch (Killed e) {
      return true;
    } finally {
      callsUntilDeath = Integer.MAX_VALUE;
    }
  }

  @Test
  void afterADeletionThatDiedAnywhereRetentionLeavesARestorableBackup() {
    for (int call = 0; ; call++) {
      archive.keys().forEach(this::remove);
      threeBackups();
      boolean killed = killed(call);
      retention.apply(retention.plan(ONE));
      assertThat(restorable()).as("killed at call %d", call).isNotEmpty();
      if (!killed) {
        assertThat(call).isGreaterThan(4);
        return;
      }
    }
  }

  private void remove(String key) {
    try {
      archive.context().store().delete(List.of(ObjectKey.of("shop/" + key)));
    } catch (ObjectStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<BackupInfo> restorable() {
    return catalog.list().backups().stream()
        .filter(BackupInfo::isRestorable)
        .filter(backup -> catalog.partsOf(backup).isWhole())
        .filter(backup -> archive.walNames().contains(backup.beginWal().orElseThrow().toString()))
        .toList();
  }

  @Test
  void aBackupSaysThatItIsBeingDeletedBeforeAnyOfItGoes() {
    threeBackups();
    assertThat(killed(1)).isTrue();
    BackupInfo half = catalog.get(BackupSelector.id(RetentionFixture.day(3).id()));
    assertThat(half.status()).isEqualTo(BackupStatus.FAILED);
    assertThat(half.error()).hasValue("deletion was interrupted");
    assertThat(half.beginWal()).isEqualTo(RetentionFixture.day(3).beginWal());
    assertThat(catalog.parts(half.id())).hasSize(2);
  }

  @Test
  void thePolicyEndsADeletionThatWasInterruptedWithItsWal() {
    threeBackups();
    assertThat(killed(2)).isTrue();
    RetentionPlan plan = retention.plan(ONE);
    assertThat(plan.find(RetentionFixture.day(3).id()).orElseThrow().reason())
        .isEqualTo("its deletion was interrupted");
    assertThat(retention.apply(plan).isComplete()).isTrue();
    assertThat(archive.backupIds()).containsExactly("20300602T000000");
    assertThat(archive.walNames()).startsWith(TLI1 + "04");
  }

  @Test
  void aFullStoreIsFreed() {
    threeBackups();
    RetentionPlan plan = retention.plan(ONE);
    full = true;
    assertThat(retention.apply(plan).isComplete()).isTrue();
    assertThat(archive.backupIds()).containsExactly("20300603T000000");
  }

  @Test
  void aBackupThatChangesMeanwhileIsNotDeleted() {
    threeBackups();
    RetentionPlan plan = retention.plan(ONE);
    raced = true;
    RetentionResult result = retention.apply(plan);
    assertThat(result.deletedBackups()).isEmpty();
    assertThat(result.failed()).hasSize(2);
    assertThat(archive.keys()).hasSize(9 + 8);
  }

  @Test
  void aBackupWithAHoleAmongItsPartsCountsForNothing() {
    threeBackups();
    archive.put("shop/base/20300603T000000/data_0003.tar", "behind the hole");
    assertThat(retention.plan(ONE).deletedBackups())
        .extracting(Object::toString)
        .containsExactly("20300601T000000");
  }

  @Test
  void theLastRestorableBackupIsNotDeletedForOneWithoutItsWal() {
    threeBackups();
    archive.put(Archive.done("20300604T000000", TLI1 + "08", TLI1 + "09"));
    RetentionPlan plan = retention.plan(ONE);
    assertThat(plan.find(RetentionFixture.day(3).id()).orElseThrow().status())
        .isEqualTo(RetentionStatus.VALID);
    assertThat(plan.backups().get(3).reason()).contains(TLI1 + "09");
    assertThatThrownBy(
            () -> retention.planDelete(BackupSelector.id(RetentionFixture.day(3).id()), 3))
        .hasMessageContaining("there are 3 restorable backups");
  }
}
