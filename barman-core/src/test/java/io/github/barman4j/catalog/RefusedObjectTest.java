/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.Barman;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.copy.CopyPlan;
import io.github.barman4j.copy.CopySelection;
import io.github.barman4j.copy.SkippedBackup;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.retention.Retention;
import io.github.barman4j.retention.RetentionPlan;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.status.ArchiveStatus;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.verify.Problem;
import io.github.barman4j.verify.VerificationReport;
import org.junit.jupiter.api.Test;

/** A store that lists an object and does not give it away, as one in cold storage. */
class RefusedObjectTest {

  private static final String TLI1 = "0000000100000000000000";
  private static final BackupId FIRST = BackupId.of("20300601T000000");
  private static final BackupId LAST = BackupId.of("20300603T000000");
  private static final RetentionPolicy ONE = RetentionPolicy.redundancy(1);

  private String refused = "nothing";
  private boolean outage;
  private final Archive archive = new Archive(Refusing::new);
  private final BackupCatalog catalog = new BackupCatalog(archive.context());

  RefusedObjectTest() {
    for (int day = 1; day <= 3; day++) {
      archive.put(Archive.done("2030060" + day + "T000000", TLI1 + "0" + day));
      archive.wal(TLI1 + "0" + day);
    }
    archive.put("shop/barman4j/system-identifier", "7");
  }

  private final class Refusing extends ForwardingObjectStore {
    Refusing(ObjectStore store) {
      super(store);
    }

    private void check(ObjectKey key) throws ObjectStoreException {
      if (key.value().contains(refused)) {
        throw outage
            ? ObjectStoreException.retryable("get " + key + ": 503", null)
            : new StoreAccessDeniedException("get " + key + ": 403 InvalidObjectState", null);
      }
    }

    @Override
    public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
      check(key);
      return super.get(key, options);
    }

    @Override
    public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
      check(key);
      return super.head(key);
    }
  }

  @Test
  void aRefusedBackupInfoIsAGapInTheList() {
    refused = FIRST + "/backup.info";
    assertThat(catalog.list().backups()).hasSize(2);
    assertThat(catalog.list().unreadable())
        .singleElement()
        .satisfies(one -> assertThat(one.cause()).hasMessageContaining("InvalidObjectState"));
    assertThat(catalog.get(BackupSelector.latest()).id()).isEqualTo(LAST);
    assertThat(catalog.running()).isEmpty();
    assertThat(catalog.incomplete()).isEmpty();
    assertThatThrownBy(() -> catalog.get(BackupSelector.id(FIRST)))
        .isInstanceOf(StorageFailedException.class);
  }

  @Test
  void anOutageIsNoGap() {
    refused = "/backup.info";
    outage = true;
    assertThatThrownBy(catalog::list).isInstanceOf(StorageFailedException.class);
    Retention retention = new Retention(archive.context());
    assertThatThrownBy(() -> retention.plan(ONE)).isInstanceOf(StorageFailedException.class);
  }

  @Test
  void retentionKeepsARefusedBackupAndAllWal() {
    refused = FIRST + "/backup.info";
    RetentionPlan plan = new Retention(archive.context()).plan(ONE);
    assertThat(plan.deletedBackups()).containsExactly(BackupId.of("20300602T000000"));
    assertThat(plan.find(FIRST).orElseThrow().reason()).contains("InvalidObjectState");
    assertThat(plan.deletedWalFiles()).isZero();
  }

  @Test
  void whoseArchiveItIsMayBeRefusedAndThenNoWalGoes() {
    archive.put(
        Archive.with(
            Archive.done(LAST.value(), TLI1 + "03"),
            BackupField.SYSTEMID,
            new SystemIdentifier(7)));
    assertThat(new Retention(archive.context()).plan(ONE).deletedWalFiles()).isEqualTo(2);
    refused = "system-identifier";
    assertThat(new Retention(archive.context()).plan(ONE).deletedWalFiles()).isZero();
  }

  @Test
  void aRefusedAnnotationKeepsAll() {
    archive.put("shop/base/" + FIRST + "/annotations/keep", "standalone");
    refused = "annotations/keep";
    assertThat(catalog.keepTarget(FIRST)).contains(KeepTarget.FULL);
    assertThat(new Retention(archive.context()).plan(ONE).deletedBackups()).doesNotContain(FIRST);
  }

  @Test
  void aRefusedNoteStillSaysThatABackupRuns() {
    archive.put("shop/barman4j/running/20300630T000000", "status=STARTED\n");
    refused = "running/";
    assertThat(catalog.running()).hasSize(1);
    assertThat(new Retention(archive.context()).plan(ONE).deletedWalFiles()).isZero();
  }

  @Test
  void statusVerifyAndCopyGoOnAroundWhatIsRefused() {
    refused = FIRST + "/backup.info";
    archive.put("shop/wals/00000002.history", "1\t0/2000000\tx\n");
    try (Barman barman = Barman.builder().store(archive.context().store()).build();
        Barman other = Barman.builder().store(new MemoryObjectStore("target")).build()) {
      ArchiveStatus status = barman.server("shop").status();
      assertThat(status.backups()).hasSize(2);
      assertThat(status.unreadable()).hasSize(1);
      VerificationReport report = barman.server("shop").verify(FIRST);
      assertThat(report.problems())
          .extracting(Problem::kind)
          .contains(Problem.Kind.INFO_UNREADABLE);
      CopyPlan plan =
          barman.server("shop").copyTo(other.server("shop")).plan(CopySelection.everything());
      assertThat(plan.skipped()).extracting(SkippedBackup::id).contains(FIRST);
      refused = ".history";
      assertThat(barman.server("shop").status().backups()).hasSize(3);
      refused = "/data.tar";
      assertThat(barman.server("shop").verify(FIRST).problems())
          .extracting(Problem::kind)
          .contains(Problem.Kind.PART_DAMAGED);
      refused = "/wals/";
      assertThat(barman.server("shop").status().backups()).hasSize(3);
    }
  }
}
