/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.BackupProtectedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.retention.RetentionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LocalRetentionTest {

  private static final String A = "20260301T100000";
  private static final String B = "20260302T100000";
  private static final String C = "20260303T100000";

  @TempDir Path home;

  private SyntheticServer three(Layout layout) throws IOException {
    return three(layout, 0);
  }

  private SyntheticServer three(Layout layout, int minimumRedundancy) throws IOException {
    SyntheticServer server = new SyntheticServer(home, layout, minimumRedundancy);
    server.backup(A, "1/10", "1/11");
    server.backup(B, "1/20", "1/21");
    server.backup(C, "1/30", "1/31");
    server.wal(1, 0x0E, 0x33);
    return server;
  }

  private static BackupSelector id(String id) {
    return BackupSelector.id(BackupId.of(id));
  }

  private static List<String> segments(int timeline, int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> String.format("%d/%02X", timeline, number))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    A + ", 20", // what the next one does not need
    B + ", 0E", // the one before needs all
    C + ", 0E"
  })
  void walGoesOnlyWithTheFirstBackup(String deleted, String firstLeft) throws Exception {
    SyntheticServer server = three(Layout.MODERN);

    LocalRetentionPlan plan = server.retention().planDelete(id(deleted));
    LocalRetentionResult result = server.retention().apply(plan);

    List<String> left = segments(1, Integer.parseInt(firstLeft, 16), 0x33);
    assertThat(server.backups()).hasSize(2).doesNotContain(deleted);
    assertThat(server.archived()).isEqualTo(left);
    assertThat(server.catalogued()).isEqualTo(left);
    assertThat(result.deletedBackups()).containsExactly(BackupId.of(deleted));
    assertThat(result.wal()).isEqualTo(plan.wal());
    assertThat(result.space().exclusiveBytes()).isEqualTo(plan.space().exclusiveBytes());
    assertThat(plan.wal().files()).isEqualTo(0x33 - 0x0E + 1 - left.size());
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void nothingOfADeletedBackupIsLeftAndTheOthersAreUntouched(Layout layout) throws Exception {
    SyntheticServer server = three(layout);
    Map<String, String> b = server.fingerprint(B);
    Map<String, String> c = server.fingerprint(C);

    server.retention().delete(id(A));

    try (Stream<Path> paths = Files.walk(home)) {
      assertThat(paths.filter(path -> path.toString().contains(A))).isEmpty();
    }
    assertThat(server.backups()).containsExactly(B, C);
    assertThat(server.fingerprint(B)).isEqualTo(b);
    assertThat(server.fingerprint(C)).isEqualTo(c);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void theSizesOfTheNextBackupAreComputedAnewInEachCopy(Layout layout) throws Exception {
    SyntheticServer server = three(layout);
    server.retention().delete(id(B));
    long shared = (long) server.info(C).find(BackupField.DEDUPLICATED_SIZE).orElseThrow();

    server.retention().delete(id(A));

    BackupInfo last = server.info(C);
    Path root = server.context().directory().backup(last.id());
    long size = (long) last.find(BackupField.SIZE).orElseThrow();
    long sole = (long) last.find(BackupField.DEDUPLICATED_SIZE).orElseThrow();
    assertThat(sole).isEqualTo(size).isGreaterThan(shared);
    long metadata = layout == Layout.MODERN ? 0 : Files.size(root.resolve("backup.info"));
    assertThat(size)
        .isCloseTo(new SpaceScan().add(root).usage().apparentBytes(), Offset.offset(metadata));
  }

  @Test
  void theOnlyBackupTakesTheWalBeforeItAlong() throws Exception {
    SyntheticServer server = new SyntheticServer(home, Layout.UNIVERSAL);
    server.backup(A, "1/10", "1/11");
    server.wal(1, 0x0E, 0x13);
    server.wal(
        Stream.of(
            new WalFileName.History(TimelineId.of(2)),
            new WalFileName.BackupHistory(SyntheticServer.segment("1/0F"), 40),
            new WalFileName.BackupHistory(SyntheticServer.segment("1/10"), 40),
            new WalFileName.Partial(SyntheticServer.segment("1/0E"))));

    server.retention().delete(id(A));

    assertThat(server.backups()).isEmpty();
    assertThat(server.archived())
        .containsExactlyInAnyOrder(
            "1/10",
            "1/11",
            "1/12",
            "1/13",
            "00000002.history",
            SyntheticServer.segment("1/10") + ".00000028.backup");
  }

  @Test
  void anUnreadableBackupKeepsAllWalAndCanBeDeleted() throws Exception {
    SyntheticServer server = three(Layout.LEGACY);
    Path broken = server.context().directory().legacyInfo(BackupId.of(C));
    Files.delete(broken);
    Files.writeString(broken, "no equals sign");

    server.retention().delete(id(A));
    assertThat(server.archived()).hasSize(0x33 - 0x0E + 1);
    server.retention().delete(id(C));

    assertThat(server.backups()).containsExactly(B);
  }

  @Test
  void aFailedOrCrashedBackupGoesWhateverTheRedundancyAndTakesNoWalAlong() throws Exception {
    SyntheticServer server = new SyntheticServer(home, Layout.UNIVERSAL, 5);
    server.backup(A, "1/10", "1/11", BackupStatus.FAILED);
    server.backup(B, "1/20", "1/21", BackupStatus.STARTED);
    server.backup(C, "1/30", "1/31");
    server.wal(1, 0x0E, 0x33);

    server.retention().delete(id(A));
    server.retention().delete(id(B));

    assertThat(server.backups()).containsExactly(C);
    assertThat(server.archived()).hasSize(0x33 - 0x0E + 1);
    assertThatThrownBy(() -> server.retention().planDelete(id(C)))
        .isInstanceOf(BackupProtectedException.class);
  }

  @ParameterizedTest
  @CsvSource({"full", "standalone"})
  void whatIsKeptIsNotDeletedEvenIfItWasKeptAfterThePlan(String target) throws Exception {
    SyntheticServer server = three(Layout.UNIVERSAL);
    LocalRetentionPlan one = server.retention().planDelete(id(A));
    LocalRetentionPlan many = server.retention().plan(RetentionPolicy.redundancy(1));
    server.keep(A, target);

    assertThatThrownBy(() -> server.retention().planDelete(id(A)))
        .isInstanceOf(BackupProtectedException.class);
    assertThatThrownBy(() -> server.retention().apply(one))
        .isInstanceOf(BackupProtectedException.class);
    LocalRetentionResult result = server.retention().apply(many);

    assertThat(result.skippedBackups()).containsOnlyKeys(BackupId.of(A));
    assertThat(result.isComplete()).isFalse();
    assertThat(server.backups()).containsExactly(A, C);
    assertThat(server.info(A).status()).isEqualTo(BackupStatus.DONE);
  }

  @Test
  void theMinimumRedundancyIsNotGoneBelow() throws Exception {
    SyntheticServer server = three(Layout.UNIVERSAL, 2);

    LocalRetentionPlan plan = server.retention().plan(RetentionPolicy.redundancy(1));
    server.retention().delete(id(B));

    assertThat(plan.deletedBackups()).containsExactly(BackupId.of(A));
    assertThatThrownBy(() -> server.retention().planDelete(id(A)))
        .isInstanceOf(BackupProtectedException.class)
        .hasMessageContaining("minimum redundancy is 2");
  }

  @ParameterizedTest
  @CsvSource({
    "REDUNDANCY 1, 2",
    "REDUNDANCY 2, 1",
    "REDUNDANCY 3, 0",
    "RECOVERY WINDOW OF 7 DAYS, 2",
    "RECOVERY WINDOW OF 30000 DAYS, 0"
  })
  void aPolicyDeletesWhatIsObsolete(String policy, int deleted) throws Exception {
    SyntheticServer server = three(Layout.UNIVERSAL);

    LocalRetentionPlan plan = server.retention().plan(RetentionPolicy.parse(policy));
    LocalRetentionResult result = server.retention().apply(plan);

    assertThat(result.deletedBackups()).hasSize(deleted).isEqualTo(plan.deletedBackups());
    assertThat(server.backups()).isEqualTo(List.of(A, B, C).subList(deleted, 3));
    int first = deleted == 0 ? 0x0E : 0x10 * (deleted + 1);
    assertThat(server.archived()).isEqualTo(segments(1, first, 0x33));
    assertThat(result.wal()).isEqualTo(plan.wal());
    assertThat(result.freedBytes()).isEqualTo(result.space().exclusiveBytes() + plan.wal().bytes());
  }

  @Test
  void theWalOfAStandaloneBackupStaysWhenAPolicyDeletesTheNext() throws Exception {
    SyntheticServer server = three(Layout.UNIVERSAL);
    server.keep(A, "standalone");

    server.retention().apply(server.retention().plan(RetentionPolicy.redundancy(1)));

    List<String> left =
        Stream.concat(segments(1, 0x10, 0x11).stream(), segments(1, 0x30, 0x33).stream()).toList();
    assertThat(server.backups()).containsExactly(A, C);
    assertThat(server.archived()).isEqualTo(left);
  }

  @Test
  void noWalGoesWhenAPersonDeletesTheBackupBehindAStandaloneOne() throws Exception {
    SyntheticServer server = three(Layout.UNIVERSAL);
    server.keep(A, "standalone");

    server.retention().delete(id(B));

    assertThat(server.archived()).hasSize(0x33 - 0x0E + 1);
  }

  @Test
  void walOfAnotherTimelineStaysFromThePositionOnThatABackupNeeds() throws Exception {
    SyntheticServer server = new SyntheticServer(home, Layout.UNIVERSAL);
    server.backup(A, "1/10", "1/11");
    server.backup(B, "2/20", "2/21");
    server.backup(C, "1/30", "1/31");
    server.wal(1, 0x0E, 0x33);
    server.wal(2, 0x18, 0x23);

    server.retention().delete(id(A));

    assertThat(server.archived())
        .as("timeline 1 is another backup's; 2 is cut at the next one's begin")
        .containsAll(segments(1, 0x0E, 0x33))
        .containsAll(segments(2, 0x20, 0x23))
        .doesNotContainAnyElementsOf(segments(2, 0x18, 0x1F));
  }

  @Test
  void aParentTimelineIsCutAtThePositionOfTheBackupOnTheChild() throws Exception {
    SyntheticServer server = new SyntheticServer(home, Layout.UNIVERSAL);
    server.backup(A, "1/10", "1/11");
    server.backup(B, "2/20", "2/21");
    server.wal(1, 0x0E, 0x28);
    server.wal(2, 0x18, 0x23);

    server.retention().delete(id(A));

    assertThat(server.archived())
        .isEqualTo(
            Stream.concat(segments(1, 0x20, 0x28).stream(), segments(2, 0x20, 0x23).stream())
                .toList());
  }

  @Test
  void whatIsLinkedIsNotCountedAsFreed() throws Exception {
    SyntheticServer server = three(Layout.MODERN);
    SpaceUsage before = server.retention().space(BackupId.of(B));
    SpaceUsage all = server.retention().space();

    LocalRetentionResult result = server.retention().delete(id(B));

    assertThat(before.exclusiveBytes()).isPositive().isLessThan(before.apparentBytes() / 2);
    assertThat(result.space()).isEqualTo(before);
    assertThat(server.retention().space().exclusiveBytes())
        .isEqualTo(all.exclusiveBytes() - before.exclusiveBytes());
    assertThat(server.retention().planDelete(id(A)).describe())
        .contains("delete backup " + A)
        .contains("keep   backup " + C)
        .contains("free nothing");
  }

  @Test
  void severalBackupsFreeWhatTheyShare() throws Exception {
    SyntheticServer server = three(Layout.MODERN);
    SpaceUsage a = server.retention().space(BackupId.of(A));
    server.retention().delete(id(C));

    LocalRetentionPlan first = server.retention().planDelete(id(A));
    server.retention().apply(first);
    LocalRetentionResult rest = server.retention().delete(id(B));

    assertThat(first.space()).isEqualTo(a);
    assertThat(rest.space().exclusiveBytes()).isEqualTo(rest.space().apparentBytes());
    assertThat(first.toJson()).contains("\"freed_bytes\": " + first.freedBytes());
  }

  @Test
  void anInterruptedDeletionIsFinishedByTheNextPolicy() throws Exception {
    SyntheticServer server = three(Layout.UNIVERSAL);
    server.context().metadata().save(DeletionMark.on(server.info(A)));
    DurableFiles.deleteTree(server.context().directory().data(BackupId.of(A)));
    Files.createDirectories(server.context().directory().backup(BackupId.of("20260201T100000")));

    LocalRetentionPlan plan = server.retention().plan(RetentionPolicy.redundancy(9));
    LocalRetentionResult result = server.retention().apply(plan);

    assertThat(plan.interrupted()).containsExactly(BackupId.of(A));
    assertThat(plan.describe()).contains("its deletion was begun");
    assertThat(result.deletedBackups()).containsExactly(BackupId.of(A));
    assertThat(server.archived()).isEqualTo(segments(1, 0x20, 0x33));
    assertThat(server.context().directory().backupDirectories())
        .containsExactly(BackupId.of(B), BackupId.of(C));
  }

  @Test
  void aDeletionThatBarmanBeganIsFinished() throws Exception {
    SyntheticServer server = three(Layout.MODERN);
    server.context().annotations().write(BackupId.of(A), "delete_this", "delete");
    DurableFiles.deleteTree(server.context().directory().data(BackupId.of(A)));

    server.retention().apply(server.retention().plan(RetentionPolicy.redundancy(9)));

    assertThat(server.backups()).containsExactly(B, C);
    assertThat(server.context().directory().meta()).isDirectoryNotContaining("glob:**delete_this");
  }

  @Test
  void metadataWithoutADirectoryIsDeleted() throws Exception {
    SyntheticServer server = three(Layout.MODERN);
    DurableFiles.deleteTree(server.context().directory().backup(BackupId.of(B)));

    server.retention().delete(id(B));

    assertThat(server.backups()).containsExactly(A, C);
  }

  @Test
  void whatIsNotThereIsUnknown() throws Exception {
    SyntheticServer server = three(Layout.UNIVERSAL);

    assertThatThrownBy(() -> server.retention().delete(id("20250101T000000")))
        .isInstanceOf(UnknownBackupException.class);
  }

  @Test
  void aPolicySpeaksBarmansWords() throws Exception {
    SyntheticServer server = three(Layout.UNIVERSAL);
    server.keep(B, "full");

    LocalRetentionPlan plan = server.retention().plan(RetentionPolicy.redundancy(1));

    assertThat(plan.decision().find(BackupId.of(A)).orElseThrow().status())
        .isEqualTo(RetentionStatus.OBSOLETE);
    assertThat(plan.decision().find(BackupId.of(B)).orElseThrow().status())
        .isEqualTo(RetentionStatus.KEEP_FULL);
    assertThat(plan.toString()).contains("deletes 1 backups and ");
  }
}
