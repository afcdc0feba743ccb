/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import static io.github.barman4j.catalog.Archive.done;
import static io.github.barman4j.catalog.Archive.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupCatalogTest {

  private static final BackupInfo A = done("20300601T000000", "000000010000000000000002");
  private static final BackupInfo B = done("20300602T000000", "000000010000000000000005");
  private static final BackupInfo FAILED =
      with(
          done("20300603T000000", "000000010000000000000007"),
          BackupField.STATUS,
          BackupStatus.FAILED);
  private static final BackupInfo INCREMENTAL =
      with(
          done("20300604T000000", "000000010000000000000008"),
          BackupField.PARENT_BACKUP_ID,
          "20300602T000000");

  private final Archive archive = new Archive();
  private final BackupCatalog catalog = new BackupCatalog(archive.context());

  @Test
  void anEmptyArchiveHasNoBackups() {
    assertThat(catalog.list()).isEqualTo(new BackupListing(List.of(), List.of(), List.of()));
    assertThat(catalog.find(BackupSelector.latest())).isEmpty();
    assertThat(catalog.firstRecoverabilityPoint()).isEmpty();
    assertThatThrownBy(() -> catalog.get(BackupSelector.latest()))
        .isInstanceOf(UnknownBackupException.class)
        .hasMessageContaining("there is none");
  }

  @Test
  void listsByIdWithWhatCannotBeReadAsData() {
    archive.put(FAILED).put(A).put("shop/base/20300605T000000/data.tar", "x");
    archive.put("shop/base/20300602T000000/backup.info", "garbage");
    BackupListing listing = catalog.list();
    assertThat(listing.backups()).containsExactly(A, FAILED);
    assertThat(listing.incomplete()).containsExactly(BackupId.of("20300605T000000"));
    assertThat(listing.unreadable())
        .singleElement()
        .satisfies(one -> assertThat(one.id()).hasToString("20300602T000000"))
        .satisfies(one -> assertThat(one.cause()).hasMessageContaining("expected key=value"));
    assertThat(catalog.walk()).containsExactly(A, FAILED);
  }

  @Test
  void directoriesWithoutNameAndForeignOnesDoNotDisturb() {
    archive
        .put("shop/base//backup.info", "x")
        .put("shop/base/notes/readme", "x")
        .put("shop/base/file", "x");
    assertThat(catalog.list().incomplete()).containsExactly(BackupId.of("notes"));
  }

  @ParameterizedTest
  @CsvSource({
    "latest,20300602T000000",
    "LAST,20300602T000000",
    "latest-full,20300602T000000",
    "oldest,20300601T000000",
    "first,20300601T000000",
    "last-failed,20300603T000000",
    "20300603T000000,20300603T000000",
    "before upgrade,20300601T000000"
  })
  void aWordSelectsABackup(String word, String id) {
    archive
        .put(with(A, BackupField.BACKUP_NAME, "before upgrade"))
        .put(B)
        .put(FAILED)
        .put(INCREMENTAL);
    assertThat(catalog.get(BackupSelector.parse(word)).id()).hasToString(id);
  }

  @Test
  void walg636LatestIsByTimeNotByName() {
    BackupInfo later = done("20300531T235959", "000000010000000000000002");
    archive.put(A).put(with(later, BackupField.END_TIME, A.endTime().orElseThrow().plusDays(1)));
    assertThat(catalog.get(BackupSelector.latest()).id()).isEqualTo(later.id());
    assertThat(catalog.get(BackupSelector.oldest()).id()).isEqualTo(A.id());
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "auto"})
  void someWordsSelectNothing(String word) {
    assertThatThrownBy(() -> BackupSelector.parse(word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("latest, oldest or last-failed");
  }

  @Test
  void anIdCostsOneRequestAndNoListing() {
    Archive blind = new Archive(NoListing::new).put(A);
    BackupCatalog unlisted = new BackupCatalog(blind.context());
    assertThat(unlisted.find(BackupSelector.id(A.id()))).contains(A);
    assertThat(unlisted.find(BackupSelector.id(B.id()))).isEmpty();
    assertThatThrownBy(() -> unlisted.find(BackupSelector.latest()))
        .isInstanceOf(StorageFailedException.class);
  }

  @Test
  void anUnknownBackupIsAnErrorThatListsThose() {
    archive.put(with(A, BackupField.BACKUP_NAME, "mine")).put("shop/base/X/backup.info", "?");
    for (BackupSelector selector :
        List.of(BackupSelector.id(B.id()), BackupSelector.named("other"))) {
      assertThatThrownBy(() -> catalog.get(selector))
          .isInstanceOf(UnknownBackupException.class)
          .hasMessageContaining("20300601T000000 DONE 'mine'; unreadable: X");
    }
  }

  @Test
  void anAmbiguousNameIsAnErrorThatListsTheIds() {
    archive.put(with(A, BackupField.BACKUP_NAME, "n")).put(with(B, BackupField.BACKUP_NAME, "n"));
    assertThatThrownBy(() -> catalog.find(BackupSelector.named("n")))
        .isInstanceOf(UnknownBackupException.class)
        .hasMessageContaining("2 backups are named 'n'")
        .hasMessageContaining("20300601T000000")
        .hasMessageContaining("20300602T000000");
  }

  @Test
  void ofManyBackupsTheMessageListsTheLast() {
    for (int i = 10; i < 40; i++) {
      archive.put(done("203001" + "01T0000" + i, "000000010000000000000002"));
    }
    assertThatThrownBy(() -> catalog.get(BackupSelector.named("n")))
        .hasMessageContaining("30, the last of them 20300101T000020")
        .hasMessageNotContaining("20300101T000019");
  }

  @Test
  void anUnreadableBackupAskedForByIdIsAnError() {
    archive.put("shop/base/20300601T000000/backup.info", "?");
    assertThatThrownBy(() -> catalog.get(BackupSelector.id(A.id())))
        .isInstanceOf(CorruptArchiveException.class);
    assertThat(catalog.find(BackupSelector.latest())).isEmpty();
  }

  @Test
  void aTargetSelectsTheLatestBackupThatReachesIt() {
    archive.put(A).put(B).put(FAILED);
    Instant endOfB = B.endTime().orElseThrow().toInstant();
    assertThat(select(BackupSelector.target())).contains(B);
    assertThat(select(BackupSelector.target().endedBy(endOfB))).contains(B);
    assertThat(select(BackupSelector.target().endedBy(endOfB.minusNanos(1000)))).contains(A);
    assertThat(select(BackupSelector.target().endedBy(Instant.EPOCH))).isEmpty();
    assertThat(select(BackupSelector.target().consistentBy(Lsn.parse("0/5000100")))).contains(B);
    assertThat(select(BackupSelector.target().consistentBy(Lsn.parse("0/50000FF")))).contains(A);
  }

  @Test
  void alongATimelineOnlyBackupsBeforeItsBranchCount() {
    archive.put(A).put(B);
    TimelineId two = TimelineId.of(2);
    TimelineHistory branchedBetween = TimelineHistory.parse(two, "1 0/3000000 x");
    TimelineHistory branchedBehind = TimelineHistory.parse(two, "1 0/6000000 x");
    assertThat(select(BackupSelector.target().along(branchedBetween))).contains(A);
    assertThat(select(BackupSelector.target().along(branchedBehind))).contains(B);
    assertThat(select(BackupSelector.target().along(TimelineHistory.withoutAncestors(two))))
        .isEmpty();
  }

  @Test
  void backupsThatDoNotSayTheirEndReachNoTarget() {
    BackupInfo bare = BackupInfo.builder(A.id()).set(BackupField.STATUS, BackupStatus.DONE).build();
    archive.put(bare);
    assertThat(select(BackupSelector.target())).map(BackupInfo::id).contains(A.id());
    assertThat(select(BackupSelector.target().endedBy(Instant.MAX))).isEmpty();
    assertThat(select(BackupSelector.target().consistentBy(new Lsn(-1)))).isEmpty();
    assertThat(
            select(
                BackupSelector.target().along(TimelineHistory.withoutAncestors(TimelineId.of(1)))))
        .isEmpty();
  }

  private Optional<BackupInfo> select(BackupSelector selector) {
    return catalog.find(selector);
  }

  @Test
  void partsComeInTheOrderOfExtraction() {
    archive.put(A);
    for (String name :
        List.of(
            "16384.tar",
            "data_0010.tar",
            "data_0002.tar",
            "9.tar.gz",
            "other",
            "annotations/data.tar")) {
      archive.put("shop/base/20300601T000000/" + name, "12345");
    }
    assertThat(catalog.parts(A.id()))
        .extracting(BackupPart::name)
        .containsExactly("data.tar", "data_0002.tar", "data_0010.tar", "9.tar.gz", "16384.tar");
    assertThat(catalog.size(A.id())).isEqualTo(10 + 4 * 5);
    assertThat(catalog.parts(B.id())).isEmpty();
  }

  @Test
  void aKeptBackupSaysHow() {
    archive.put(A);
    assertThat(catalog.keepTarget(A.id())).isEmpty();
    catalog.keep(A.id(), KeepTarget.STANDALONE);
    assertThat(catalog.keepTarget(A.id())).contains(KeepTarget.STANDALONE);
    catalog.keep(A.id(), KeepTarget.FULL);
    assertThat(catalog.keepTarget(A.id())).contains(KeepTarget.FULL);
    catalog.release(A.id());
    catalog.release(A.id());
    assertThat(catalog.keepTarget(A.id())).isEmpty();
    assertThat(archive.keys())
        .containsExactly("base/20300601T000000/backup.info", "base/20300601T000000/data.tar");
  }

  @ParameterizedTest
  @CsvSource({
    "standalone,STANDALONE",
    "'standalone\n',FULL",
    "'',FULL",
    "full,FULL",
    "whatever,FULL",
    "STANDALONE,FULL"
  })
  void anAnnotationThatIsNotExactlyStandaloneKeepsAll(String body, KeepTarget target) {
    archive.put("shop/base/20300601T000000/annotations/keep", body);
    assertThat(catalog.keepTarget(A.id())).contains(target);
  }

  @Test
  void theAnnotationBehindADoubleSlashCountsTooAndTheOneThatKeepsMoreWins() {
    archive.put("/shop/base/20300601T000000/annotations/keep", "full");
    assertThat(catalog.keepTarget(A.id())).contains(KeepTarget.FULL);
    archive.put("shop/base/20300601T000000/annotations/keep", "standalone");
    assertThat(catalog.keepTarget(A.id())).contains(KeepTarget.FULL);
    archive.put(A);
    catalog.keep(A.id(), KeepTarget.STANDALONE);
    assertThat(catalog.keepTarget(A.id())).contains(KeepTarget.STANDALONE);
  }

  @Test
  void onlyWholeBackupsThatExistAreKept() {
    archive.put(FAILED);
    assertThatIllegalStateException()
        .isThrownBy(() -> catalog.keep(FAILED.id(), KeepTarget.FULL))
        .withMessageContaining("20300603T000000 FAILED cannot be kept");
    assertThatThrownBy(() -> catalog.keep(A.id(), KeepTarget.FULL))
        .isInstanceOf(UnknownBackupException.class);
  }

  @Test
  void runningBackupsAreThoseWithANoteAndWithoutInfo() {
    archive.put(A).put("shop/barman4j/running/20300601T000000", "status=STARTED\n");
    archive.put(
        "shop/barman4j/running/20300605T000000",
        "status=STARTED\nbegin_wal=000000010000000000000009\n");
    archive.put("shop/barman4j/running/20300606T000000", "?");
    archive
        .put("shop/base/20300605T000000/data.tar", "x")
        .put("shop/base/20300607T000000/data.tar", "x");
    assertThat(catalog.running())
        .extracting(BackupInfo::id)
        .containsExactly(BackupId.of("20300605T000000"), BackupId.of("20300606T000000"));
    assertThat(catalog.running()).extracting(BackupInfo::status).containsOnly(BackupStatus.STARTED);
    assertThat(catalog.incomplete()).containsExactly(BackupId.of("20300607T000000"));
  }

  @Test
  void theFirstRecoverabilityPointIsTheEarliestEndOfARestorableBackup() {
    archive.put(FAILED).put(B).put(INCREMENTAL);
    assertThat(catalog.firstRecoverabilityPoint()).contains(Instant.parse("2030-06-02T00:01:00Z"));
  }
}
