/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static io.github.barman4j.storage.fs.local.ViewedDirectory.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.barman4j.BarmanException;
import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.io.ParallelTasks;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreListener;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreRequest;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and what is left behind, without a cluster. */
class LocalRestoreTest {

  private static final WalSegments SEGMENTS =
      WalSegments.of(new SystemIdentifier(7), new WalSegmentSize(1 << 20));
  private static final WalSegmentName BEGIN = WalSegmentName.parse("000000010000000000000002");

  @TempDir private Path home;
  private ViewedDirectory directory;
  private Path target;

  @BeforeEach
  void make() throws IOException {
    directory = ViewedDirectory.in(home.resolve("barman"), Layout.LEGACY);
    target = home.resolve("target/data");
    directory.context().metadata().save(info(BackupStatus.DONE));
    ViewedDirectory.write(data().resolve("backup_label"), new byte[] {'x'});
  }

  private Path data() {
    return directory.context().directory().data(SECOND);
  }

  private static BackupInfo info(BackupStatus status) {
    return BackupInfo.builder(SECOND)
        .set(BackupField.STATUS, status)
        .set(BackupField.BEGIN_WAL, BEGIN)
        .set(BackupField.END_WAL, BEGIN)
        .set(BackupField.TIMELINE, new TimelineId(1))
        .set(BackupField.XLOG_SEGMENT_SIZE, SEGMENTS.size())
        .build();
  }

  private LocalRestore restore() {
    return new LocalRestore(directory.context());
  }

  /** A plan that needs no WAL: what is not looked at here. */
  private static RestorePlan plan() {
    RecoveryTarget immediate = RecoveryTarget.immediate();
    TimelineHistory history = TimelineHistory.withoutAncestors(new TimelineId(1));
    return new RestorePlan(
        RestoreRequest.to(immediate),
        info(BackupStatus.DONE),
        history,
        List.of(),
        List.of(),
        "",
        List.of());
  }

  private RestoreOptions options() {
    return RestoreOptions.into(target).build();
  }

  @Test
  void whatAFailedRestoreWroteIsRemoved() throws IOException {
    Files.delete(data().resolve("backup_label"));
    assertThatThrownBy(() -> restore().execute(plan(), options()))
        .isInstanceOf(BarmanException.class)
        .hasMessageContaining("backup_label");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void whatAFailedDeltaRestoreWroteStaysWithoutControlFile() throws IOException {
    Files.delete(data().resolve("backup_label"));
    assertThatThrownBy(() -> restore().executeDelta(plan(), options()))
        .isInstanceOf(BarmanException.class);
    assertThat(target.resolve("PG_VERSION")).exists();
    assertThat(target.resolve("global/pg_control")).doesNotExist();
    ViewedDirectory.write(data().resolve("backup_label"), new byte[] {'x'});
    restore().executeDelta(plan(), options());
    assertThat(target.resolve("global/pg_control")).exists();
    assertThat(target.resolve("backup_label")).exists();
  }

  @Test
  void aCancelledRestoreLeavesNothing() {
    CancellationToken token = new CancellationToken();
    RestoreListener cancelling =
        new RestoreListener() {
          @Override
          public void progress(long bytesDone, long bytesTotal) {
            token.cancel();
          }
        };
    RestoreOptions options =
        RestoreOptions.into(target).listener(cancelling).cancellation(token).build();
    assertThatThrownBy(() -> restore().execute(plan(), options))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatIsNotEmptyIsRefused() throws IOException {
    ViewedDirectory.write(target.resolve("file"), new byte[1]);
    assertThatThrownBy(() -> restore().execute(plan(), options()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("is not empty");
    assertThat(target.resolve("file")).exists();
  }

  @Test
  void theServerDirectoryIsNoTarget() throws IOException {
    Path link = Files.createSymbolicLink(home.resolve("link"), home.resolve("barman/main"));
    for (Path wrong :
        List.of(home, home.resolve("barman/main/base/new"), link.resolve("wals/new"))) {
      assertThatThrownBy(() -> restore().executeDelta(plan(), RestoreOptions.into(wrong).build()))
          .isInstanceOf(RestoreFailedException.class)
          .hasMessageContaining("is, contains or lies in the");
    }
  }

  @Test
  void aBackupThatIsNotWholeIsRefused() throws IOException {
    directory.context().metadata().save(info(BackupStatus.FAILED));
    assertThatThrownBy(() -> restore().execute(plan(), options()))
        .isInstanceOf(UnknownBackupException.class)
        .hasMessageContaining("is now FAILED");
  }

  @Test
  void aLinkInABackupIsNotFollowed() throws IOException {
    Path secret = Files.writeString(home.resolve("secret"), "secret");
    Files.createSymbolicLink(data().resolve("link"), secret);
    assertThat(restore().execute(plan(), options()).warnings())
        .anyMatch(line -> line.contains("'link' of the backup"));
    assertThat(target.resolve("link")).doesNotExist();
  }

  @Test
  void whatIsAnotherKindOfThingIsReplacedAndTheDryRunSaysSo() throws IOException {
    restore().execute(plan(), options());
    Path base = target.resolve("base");
    DurableFiles.deleteTree(base);
    Files.writeString(base, "a file");
    Path version = target.resolve("PG_VERSION");
    Files.delete(version);
    Files.createDirectories(version.resolve("deep"));
    Files.writeString(target.resolve("backup_label"), "x");
    Files.writeString(target.resolve(".barman-recover.info"), "origin");
    DeltaPlan dry = restore().planDelta(plan(), options());
    assertThat(dry.deleted()).contains(base);
    assertThat(dry.written()).contains(version, base.resolve("1/1249"));
    assertThat(dry.describe()).contains("written").contains(version.toString());
    assertThat(dry.toJson()).startsWith("{\"data_directory\": \"" + target);
    assertThat(base).as("after the dry run").hasContent("a file");
    restore().executeDelta(plan(), options());
    assertThat(version).hasContent("17\n");
    assertThat(base.resolve("1/1249")).hasSize(512);
    assertThat(restore().planDelta(plan(), options()).deleted()).isNotEmpty();
  }

  @Test
  void modesAreThoseOfABackupButNobodyElseWrites() throws IOException {
    Path open = data().resolve("PG_VERSION");
    Files.setPosixFilePermissions(open, FileTraits.permissions(0666));
    Files.setPosixFilePermissions(data(), FileTraits.permissions(0750));
    restore().execute(plan(), options());
    assertThat(Files.getPosixFilePermissions(target.resolve("PG_VERSION")))
        .isEqualTo(FileTraits.permissions(0644));
    for (Path made : List.of(target, target.resolve("base"), target.resolve("base/1"))) {
      assertThat(Files.getPosixFilePermissions(made)).isEqualTo(FileTraits.permissions(0750));
    }
  }

  @Test
  void encryptedWalIsCalledSo() throws IOException {
    byte[] encrypted = {(byte) 0x85, 1, 12, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    directory.wal("0000000100000000/" + BEGIN, encrypted);
    assertThatThrownBy(() -> restore().plan(RecoveryTarget.immediate()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(BEGIN + ".gpg");
  }

  @Test
  void theFirstLayoutOfBackupsIsRefused() throws IOException {
    Path backup = directory.context().directory().backup(SECOND);
    Files.move(backup.resolve("data"), backup.resolve("pgdata"));
    RestoreRequest request = RestoreRequest.to(RecoveryTarget.immediate()).from(SECOND);
    assertThatThrownBy(() -> restore().plan(request))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("pgdata");
  }

  @Test
  void tablespacesInPlaceAreRestored() throws IOException {
    String inPlace = "pg_tblspc/16400/PG_15_202209061/5/1";
    ViewedDirectory.write(data().resolve(inPlace), new byte[] {'x'});
    restore().execute(plan(), options());
    assertThat(target.resolve(inPlace)).hasBinaryContent(new byte[] {'x'});
    Files.write(target.resolve(inPlace), new byte[] {'y', 'z'});
    restore().executeDelta(plan(), options());
    assertThat(target.resolve(inPlace)).hasBinaryContent(new byte[] {'x'});
  }

  /** Runs something when files begin to be copied, that is, after the claim. */
  private RestoreOptions copying(Runnable action) {
    RestoreListener listener =
        new RestoreListener() {
          @Override
          public void phase(String name) {
            if (name.startsWith("copying")) {
              action.run();
            }
          }
        };
    return RestoreOptions.into(target).listener(listener).build();
  }

  private List<Throwable> refusedWhile(Consumer<RestoreOptions> first) {
    List<Throwable> refused = new ArrayList<>();
    first.accept(
        copying(
            () -> {
              refused.add(catchThrowable(() -> restore().execute(plan(), options())));
              refused.add(catchThrowable(() -> restore().executeDelta(plan(), options())));
            }));
    return refused;
  }

  @Test
  void ofTwoRestoresIntoOneDirectoryOneIsRefused() {
    assertThat(refusedWhile(options -> restore().execute(plan(), options)))
        .hasSize(2)
        .allSatisfy(
            refused ->
                assertThat(refused)
                    .isInstanceOf(RestoreFailedException.class)
                    .hasMessageContaining("another restore has claimed it"));
    assertThat(target.resolve("global/pg_control")).exists();
    assertThat(target.resolve(".barman4j-restore")).doesNotExist();
  }

  @Test
  void ofTwoDeltaRestoresIntoOneDirectoryOneIsRefused() {
    restore().execute(plan(), options());
    assertThat(refusedWhile(options -> restore().executeDelta(plan(), options)))
        .hasSize(2)
        .allSatisfy(
            refused ->
                assertThat(refused)
                    .isInstanceOf(RestoreFailedException.class)
                    .hasMessageContaining("another restore has claimed it"));
    assertThat(target.resolve("global/pg_control")).exists();
    assertThat(target.resolve(".barman4j-restore")).doesNotExist();
  }

  @Test
  void aDeltaRestoreTakesOverWhatAKilledOneHadClaimed() throws IOException {
    ViewedDirectory.write(
        target.resolve(".barman4j-restore"), "4194305 1\n".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> restore().execute(plan(), options()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("process 4194305");
    restore().executeDelta(plan(), options());
    assertThat(target.resolve("global/pg_control")).exists();
    assertThat(target.resolve(".barman4j-restore")).doesNotExist();
  }

  @Test
  void whatSomebodyPutThereMeanwhileOutlivesAFailure() throws IOException {
    Files.delete(data().resolve("backup_label"));
    Path notes = target.resolve("notes.txt");
    Runnable other =
        () -> {
          try {
            Files.writeString(notes, "mine");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    assertThatThrownBy(() -> restore().execute(plan(), copying(other)))
        .isInstanceOf(BarmanException.class);
    assertThat(target).isDirectoryContaining("glob:**/notes.txt");
    assertThat(target.resolve("PG_VERSION")).doesNotExist();
  }

  @Test
  void lostAndFoundIsNoContentAndStays() throws IOException {
    Path kept = Files.createDirectories(target.resolve("lost+found"));
    restore().execute(plan(), options());
    assertThat(target.resolve("global/pg_control")).exists();
    restore().executeDelta(plan(), options());
    assertThat(kept).isEmptyDirectory();
  }

  @Test
  void aLinkToADataDirectoryStaysWhateverHappens() throws IOException {
    Path real = Files.createDirectories(home.resolve("disk"));
    Files.createDirectories(target.getParent());
    Files.createSymbolicLink(target, real);
    restore().execute(plan(), options());
    assertThat(real.resolve("global/pg_control")).exists();
    DurableFiles.removeTree(real.resolve("global"));
    Files.delete(data().resolve("backup_label"));
    Path empty = Files.createDirectories(home.resolve("empty"));
    Files.delete(target);
    Files.createSymbolicLink(target, empty);
    assertThatThrownBy(() -> restore().execute(plan(), options()))
        .isInstanceOf(BarmanException.class);
    assertThat(target).isSymbolicLink();
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void whatTheFileSystemPutThereIsNotSynced() throws IOException {
    Files.createDirectories(home.resolve("tree/lost+found/below"));
    Files.createDirectories(home.resolve("tree/base/lost+found"));
    Path link = Files.createSymbolicLink(home.resolve("link"), home.resolve("tree"));
    List<ParallelTasks.Task> tasks = new ArrayList<>();
    new SyncTasks(List.of(link)).forEachRemaining(tasks::add);
    assertThat(tasks).as("the root, base, and what only has the name").hasSize(3);
  }
}
