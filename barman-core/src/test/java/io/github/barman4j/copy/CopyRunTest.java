/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.PUT;
import static io.github.barman4j.storage.filter.StoreOperation.TAGS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore.Call;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Copies that go well. */
final class CopyRunTest extends CopyFixture {

  @Test
  void theTargetHoldsTheSameBytesAsTheSource() {
    CopyResult result = run(CopySelection.everything());
    assertThat(atTarget()).isEqualTo(atSource());
    assertThat(result.backups()).containsExactly(FIRST, SECOND, THIRD);
    assertThat(result.copiedObjects()).isEqualTo(23);
    assertThat(result.presentObjects()).isZero();
  }

  @Test
  void aRestoreCanBePlannedAtTheTarget() {
    run(CopySelection.backups(SECOND));
    var context = target("shop");
    WalArchive wal = new WalArchive(context, WalOptions.builder().build());
    Restore restore = new Restore(context, new BackupCatalog(context), wal);
    assertThat(restore.plan(RestoreRequest.to(RecoveryTarget.immediate()).from(SECOND)).backup())
        .extracting(backup -> backup.id())
        .isEqualTo(SECOND);
  }

  @Test
  void theServerMayHaveAnotherNameThere() {
    ArchiveCopy copy = new ArchiveCopy(source(), target("a/longer name"));
    copy.execute(copy.plan(CopySelection.everything()), CopyOptions.defaults());
    assertThat(contents(memory, "a/longer name")).isEqualTo(atSource());
    CopyPlan again = copy.plan(CopySelection.everything());
    assertThat(again.objectsToCopy()).isZero();
  }

  @Test
  void backupInfoIsWrittenAfterEverythingThatTheBackupNeeds() {
    run(CopySelection.everything());
    List<String> puts =
        faulty.calls().stream().filter(call -> call.operation() == PUT).map(Call::key).toList();
    assertThat(puts.get(0)).endsWith("system-identifier");
    assertThat(puts.get(1)).endsWith("00000002.history");
    int lastWal = lastIndex(puts, "/wals/");
    int before = lastWal;
    for (BackupId id : List.of(FIRST, SECOND, THIRD)) {
      int info = puts.indexOf("shop/base/" + id + "/backup.info");
      assertThat(info).isEqualTo(lastIndex(puts, id.value())).isGreaterThan(before);
      before = info;
    }
  }

  private static int lastIndex(List<String> keys, String part) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).contains(part)) {
        found.add(i);
      }
    }
    return found.get(found.size() - 1);
  }

  @Test
  void aSecondCopySendsNothingButComparesAll() {
    run(CopySelection.everything());
    long puts = faulty.count(PUT);
    long gets = faulty.count(GET);
    CopyResult again = run(CopySelection.everything());
    assertThat(again.copiedObjects()).isZero();
    assertThat(again.presentObjects()).isEqualTo(23);
    assertThat(faulty.count(PUT)).isEqualTo(puts);
    assertThat(faulty.count(GET) - gets).isGreaterThanOrEqualTo(23);
  }

  @Test
  void trustedSizesAreNotRead() {
    run(CopySelection.everything());
    long gets = objectsRead();
    run(CopySelection.everything(), CopyOptions.builder().trustSizes().build());
    assertThat(objectsRead()).isEqualTo(gets);
  }

  @Test
  void confirmedSizesAreNotReadBack() {
    CopyOptions options = CopyOptions.builder().confirmSizesOnly().workers(1).build();
    run(CopySelection.everything(), options);
    assertThat(objectsRead()).isZero();
    assertThat(atTarget()).isEqualTo(atSource());
  }

  private long objectsRead() {
    return faulty.calls().stream()
        .filter(call -> call.operation() == GET)
        .filter(call -> call.key().contains("/wals/") || call.key().contains(".tar"))
        .count();
  }

  @Test
  void theKeepAnnotationFollowsTheSource() {
    run(CopySelection.everything());
    archive.put("shop/base/" + SECOND + "/annotations/keep", "full");
    run(CopySelection.everything());
    BackupCatalog copied = new BackupCatalog(target("shop"));
    assertThat(copied.keepTarget(SECOND)).contains(KeepTarget.FULL);
    assertThat(copied.keepTarget(FIRST)).isEmpty();
  }

  @Test
  void aKeepAtTheTargetStaysWhereTheSourceHasNone() {
    run(CopySelection.everything());
    putAtTarget("shop/base/" + FIRST + "/annotations/keep", "full");
    run(CopySelection.everything());
    assertThat(new BackupCatalog(target("shop")).keepTarget(FIRST)).contains(KeepTarget.FULL);
  }

  private void tagAll() throws IOException {
    for (String key : archive.keys("shop/")) {
      archive
          .context()
          .store()
          .replaceTags(ObjectKey.of(key), ObjectTags.of(Map.of("owner", "ops")));
    }
  }

  @Test
  void tagsAreCarriedOverIfThereAreAny() throws IOException {
    tagAll();
    run(CopySelection.everything());
    for (String key :
        List.of("wals/0000000100000000/" + TLI1 + "05.gz", "base/" + FIRST + "/data.tar")) {
      assertThat(memory.tags(ObjectKey.of("shop/" + key)).values()).containsEntry("owner", "ops");
    }
  }

  @Test
  void tagsAreAskedOncePerBatchIfThereAreNone() {
    run(CopySelection.everything());
    assertThat(sourceFaulty.count(TAGS)).isEqualTo(1 + 1 + 3 * 2);
  }

  @Test
  void tagsAreLeftIfNotWanted() throws IOException {
    tagAll();
    CopyOptions options = CopyOptions.builder().tags(CopiedTags.NONE).build();
    run(CopySelection.everything(), options);
    assertThat(sourceFaulty.count(TAGS)).isZero();
    assertThat(memory.tags(ObjectKey.of("shop/base/" + FIRST + "/data.tar")).isEmpty()).isTrue();
  }

  @Test
  void theListenerHearsOfEveryObjectAndBackupAndItsErrorsChangeNothing() {
    List<String> heard = new ArrayList<>();
    List<CopyProgress> progress = new ArrayList<>();
    CopyListener listener =
        new CopyListener() {
          @Override
          public void onCopied(ObjectKey target, long bytes) {
            heard.add(target.lastName());
            throw new IllegalStateException("listener");
          }

          @Override
          public void onBackupCopied(BackupId id) {
            heard.add(id.value());
          }

          @Override
          public void onProgress(CopyProgress now) {
            progress.add(now);
          }
        };
    run(CopySelection.everything(), CopyOptions.builder().listener(listener).build());
    assertThat(heard).hasSize(23 + 3).endsWith("backup.info", THIRD.value());
    CopyProgress last = progress.get(progress.size() - 1);
    assertThat(last.phase()).isEqualTo(CopyPhase.BACKUPS);
    assertThat(last.objectsDone()).isEqualTo(last.objectsTotal()).isEqualTo(7);
    assertThat(last.bytesDone()).isEqualTo(last.bytesTotal());
  }

  @Test
  void walThatCameAfterThePlanIsNotCopied() {
    CopyPlan plan = copy().plan(CopySelection.everything());
    wal(TLI2 + "0D");
    copy().execute(plan, CopyOptions.defaults());
    assertThat(atTarget()).doesNotContainKey("wals/0000000200000000/" + TLI2 + "0D.gz");
  }
}
