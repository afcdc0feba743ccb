/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.HEAD;
import static io.github.barman4j.storage.filter.StoreOperation.LIST;
import static io.github.barman4j.storage.filter.StoreOperation.PUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.barman4j.BarmanException;
import io.github.barman4j.CancellationToken;
import io.github.barman4j.CopyConflictException;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.Restore;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.filter.StoreOperation;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies that end early say why, show only whole backups, and can be gone on with. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CopyFaultsTest extends CopyFixture {

  private final CopyOptions oneByOne = CopyOptions.builder().workers(1).build();

  /** Every backup that shows at the target can be restored there. */
  private void assertOnlyWholeBackups() {
    var context = target("shop");
    BackupCatalog catalog = new BackupCatalog(context);
    Restore restore =
        new Restore(context, catalog, new WalArchive(context, WalOptions.builder().build()));
    for (BackupInfo backup : catalog.list().backups()) {
      RestoreRequest request = RestoreRequest.to(RecoveryTarget.immediate()).from(backup.id());
      assertThat(restore.plan(request).backup()).isEqualTo(backup);
    }
  }

  private void assertSamePrefixOfSource() {
    Map<String, String> source = atSource();
    assertThat(source).containsAllEntriesOf(atTarget());
  }

  @ParameterizedTest
  @EnumSource(
      value = StoreOperation.class,
      names = {"PUT", "GET", "LIST", "HEAD"})
  void diedAtEveryCallToTheTargetAndGoneOnWithItEndsIdentical(StoreOperation operation) {
    int deaths = 0;
    for (int n = 1; n < 500; n++) {
      memory.delete(archive.keys("shop/").stream().map(ObjectKey::of).toList());
      faulty.heal();
      faulty.inject(Fault.broken().on(operation).fromCall(n));
      try {
        run(CopySelection.everything(), oneByOne);
        faulty.heal();
        assertThat(atTarget()).isEqualTo(atSource());
        assertThat(deaths).as("calls of " + operation).isEqualTo(n - 1);
        return;
      } catch (StorageFailedException died) {
        deaths++;
      }
      faulty.heal();
      assertSamePrefixOfSource();
      assertOnlyWholeBackups();
      run(CopySelection.everything(), oneByOne);
      assertThat(atTarget()).isEqualTo(atSource());
    }
    throw new AssertionError("never came to an end");
  }

  @Test
  void lostAnswersAreLookedAfter() {
    faulty.inject(Fault.loseResponse().on(PUT).keys(key -> key.contains("/wals/")).times(3));
    run(CopySelection.everything());
    assertThat(atTarget()).isEqualTo(atSource());
  }

  @Test
  void lostRequestsAreNamed() {
    faulty.inject(Fault.loseRequest().on(PUT).keys(key -> key.contains(TLI1 + "05")));
    assertThatThrownBy(() -> run(CopySelection.everything()))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining(TLI1 + "05")
        .hasCauseInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void brokenConnectionsAreReadOn() {
    sourceFaulty.inject(Fault.breakGetAfter(0).on(GET).keys(key -> key.contains(".tar")).times(2));
    run(CopySelection.everything());
    assertThat(atTarget()).isEqualTo(atSource());
  }

  @Test
  void everyObjectThatFailedIsNamedAndNothingThatNeedsItShows() {
    List<String> full = List.of(TLI1 + "02.gz", TLI1 + "06.gz", TLI2 + "0B.gz");
    faulty.inject(Fault.broken().on(PUT).keys(key -> full.stream().anyMatch(key::endsWith)));
    StorageFailedException error =
        catchThrowableOfType(StorageFailedException.class, () -> run(CopySelection.everything()));
    assertThat(error.getMessage()).contains("failed for 3 objects").contains(full);
    assertThat(error.getSuppressed()).hasSize(2);
    assertThat(new BackupCatalog(target("shop")).list().backups()).isEmpty();
  }

  @Test
  void aFullTargetShowsTheBackupsThatFitted() {
    faulty.inject(Fault.broken().on(PUT).keys(key -> key.contains(SECOND.value())));
    assertThatThrownBy(() -> run(CopySelection.everything()))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining(SECOND.value());
    assertThat(new BackupCatalog(target("shop")).list().backups())
        .extracting(BackupInfo::id)
        .containsExactly(FIRST);
    assertOnlyWholeBackups();
  }

  private void removeFromSource(String key) throws IOException {
    archive.context().store().delete(List.of(ObjectKey.of(key))).throwIfIncomplete();
  }

  @Test
  void aPartThatVanishedSinceThePlanIsNamed() throws IOException {
    CopyPlan plan = copy().plan(CopySelection.everything());
    removeFromSource("shop/base/" + SECOND + "/data_0001.tar.gz");
    assertThatThrownBy(() -> copy().execute(plan, CopyOptions.defaults()))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining(SECOND + "/data_0001.tar.gz")
        .hasCauseInstanceOf(ObjectNotFoundException.class);
    assertThat(atTarget()).doesNotContainKey("base/" + SECOND + "/backup.info");
    assertOnlyWholeBackups();
  }

  @Test
  void walThatVanishedSinceThePlanIsNoticedBeforeAnyBackupShows() throws IOException {
    CopyPlan plan = copy().plan(CopySelection.everything());
    removeFromSource("shop/wals/0000000100000000/" + TLI1 + "03.gz");
    assertThatThrownBy(() -> copy().execute(plan, CopyOptions.defaults()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("10 files were there")
        .hasMessageContaining("9 are now");
    assertThat(new BackupCatalog(target("shop")).list().backups()).isEmpty();
  }

  @Test
  void aPartThatChangedSinceThePlanIsNotPublished() {
    CopyPlan plan = copy().plan(CopySelection.everything());
    archive.put("shop/base/" + FIRST + "/data.tar", "another size");
    assertThatThrownBy(() -> copy().execute(plan, CopyOptions.defaults()))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("expected 10 bytes as listed, got 12");
    assertThat(atTarget()).doesNotContainKey("base/" + FIRST + "/data.tar");
  }

  @Test
  void otherContentOfTheSameSizeIsFoundBeforeAnythingIsWritten() {
    putAtTarget("shop/wals/0000000200000000/" + TLI2 + "0B.gz", "x".repeat(stored(TLI2 + "0B")));
    putAtTarget("shop/base/" + FIRST + "/data.tar", "9876543210");
    assertThatThrownBy(() -> run(CopySelection.everything()))
        .isInstanceOf(CopyConflictException.class)
        .hasMessageContaining("2 objects")
        .hasMessageContaining(TLI2 + "0B")
        .hasMessageContaining("data.tar")
        .hasMessageContaining("other content");
    assertThat(faulty.count(PUT)).isZero();
  }

  @Test
  void aPlanWithConflictsIsNotExecuted() {
    putAtTarget("shop/wals/0000000200000000/" + TLI2 + "0B.gz", "longer");
    assertThatThrownBy(() -> run(CopySelection.everything()))
        .isInstanceOf(CopyConflictException.class)
        .hasMessageContaining("has 6 bytes, the source has " + stored(TLI2 + "0B"));
    assertThat(faulty.count(PUT)).isZero();
  }

  @Test
  void whatCameToTheTargetSinceThePlanIsNotOverwritten() {
    CopyPlan plan = copy().plan(CopySelection.everything());
    putAtTarget("shop/wals/0000000200000000/" + TLI2 + "0B.gz", "x".repeat(stored(TLI2 + "0B")));
    CopyOptions trusting = CopyOptions.builder().trustSizes().build();
    putAtTarget("shop/base/" + THIRD + "/data.tar", "something else");
    assertThatThrownBy(() -> copy().execute(plan, trusting))
        .isInstanceOf(CopyConflictException.class)
        .hasMessageContaining(THIRD + "/data.tar");
    assertThat(atTarget().get("base/" + THIRD + "/data.tar"))
        .isEqualTo(text("something else".getBytes(UTF_8)));
  }

  @Test
  void aTargetThatAnotherClusterTookSinceThePlanIsRefused() {
    CopyPlan plan = copy().plan(CopySelection.everything());
    putAtTarget("shop/barman4j/system-identifier", "7499999999999999999");
    assertThatThrownBy(() -> copy().execute(plan, CopyOptions.defaults()))
        .isInstanceOf(ForeignServerException.class);
    assertThat(faulty.count(PUT)).isZero();
  }

  @Test
  void aCopyThatReadsBackDifferentlyIsRemovedAgain() {
    String key = "base/" + FIRST + "/data.tar";
    faulty.inject(Fault.flipBitAt(4).on(GET).keys(k -> k.endsWith(key)));
    assertThatThrownBy(() -> run(CopySelection.everything()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(key)
        .hasMessageContaining("CRC32C");
    assertThat(atTarget()).doesNotContainKey(key);
    faulty.heal();
    run(CopySelection.everything());
    assertThat(atTarget()).isEqualTo(atSource());
  }

  @Test
  void truncatedAnswersAreReadOn() {
    sourceFaulty.inject(Fault.truncateGetAfter(3).on(GET).keys(key -> key.endsWith("data.tar")));
    run(CopySelection.everything());
    sourceFaulty.heal();
    assertThat(atTarget()).isEqualTo(atSource());
  }

  @Test
  void aCancelledCopyEndsAndCanBeGoneOnWith() {
    CancellationToken token = new CancellationToken();
    CopyListener listener =
        new CopyListener() {
          @Override
          public void onBackupCopied(BackupId id) {
            token.cancel();
          }
        };
    CopyOptions options = CopyOptions.builder().listener(listener).cancellation(token).build();
    assertThatThrownBy(() -> run(CopySelection.everything(), options))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(new BackupCatalog(target("shop")).list().backups()).hasSize(1);
    run(CopySelection.everything());
    assertThat(atTarget()).isEqualTo(atSource());
  }

  @Test
  void anInterruptEndsACopyThatHangs() throws InterruptedException {
    faulty.inject(Fault.hang().on(PUT).keys(key -> key.contains(TLI1 + "05")));
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              while (faulty.calls().stream().noneMatch(c -> c.key().contains(TLI1 + "05"))) {
                Thread.onSpinWait();
              }
              caller.interrupt();
            });
    interrupter.start();
    try {
      assertThatThrownBy(() -> run(CopySelection.everything()))
          .isInstanceOf(OperationCancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
      interrupter.join();
    }
    assertThat(new BackupCatalog(target("shop")).list().backups()).isEmpty();
  }

  @Test
  void tooManyFailuresEndTheCopy() {
    for (int i = 0x20; i < 0xFF; i++) {
      archive.wal(String.format("%s%02X.gz", TLI2, i));
    }
    faulty.inject(Fault.broken().on(PUT).keys(key -> key.contains("/wals/")));
    assertThatThrownBy(() -> run(CopySelection.everything()))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageMatching("(?s).*failed for 1\\d\\d or more objects.*");
  }

  @Test
  void aSourceThatCannotBeListedIsAnError() {
    sourceFaulty.inject(Fault.unavailable().on(LIST, HEAD, GET));
    assertThatThrownBy(() -> copy().plan(CopySelection.everything()))
        .isInstanceOf(StorageFailedException.class)
        .isInstanceOf(BarmanException.class);
  }
}
