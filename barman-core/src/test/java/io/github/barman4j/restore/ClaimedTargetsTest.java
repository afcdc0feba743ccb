/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.targets.TargetDirectory;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore has its directories alone, and takes back what it made and nothing else. */
class ClaimedTargetsTest {

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HandMade backup = new HandMade(new MemoryObjectStore("claims"), threads);
  private Path data;
  private Path fast;

  @BeforeEach
  void backUp() throws IOException {
    data = directory.resolve("data");
    fast = directory.resolve("fast");
    backup
        .tablespace("fast", 16400, "/original")
        .data(Compression.NONE, tar -> tar.file("base/1", "one"))
        .part(
            new PartName("16400", 0, ""),
            Compression.NONE,
            tar -> tar.file("PG_17_202406281/1", "x"));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private RestoreOptions.Builder options() {
    return RestoreOptions.into(data).relocateTablespace("fast", fast);
  }

  /** Runs something when a restore begins to extract, that is, after its claim. */
  private static RestoreListener extracting(Runnable action) {
    return new RestoreListener() {
      @Override
      public void phase(String name) {
        if (name.startsWith("extracting")) {
          action.run();
        }
      }
    };
  }

  private void damage() throws IOException {
    backup.object(new PartName("data", 1, ".zst"), new byte[99]);
  }

  @Test
  void oneRestoreIsRefusedWhileAnotherHasTheDirectory() throws IOException {
    List<Throwable> refusals = new ArrayList<>();
    RestoreListener second =
        extracting(
            () -> {
              refusals.add(catchThrowable(options()));
              refusals.add(
                  catchThrowable(
                      RestoreOptions.into(directory.resolve("other"))
                          .relocateTablespace("fast", fast)));
            });
    backup.restore(options().listener(second));
    assertThat(refusals)
        .hasSize(2)
        .allSatisfy(
            refused ->
                assertThat(refused)
                    .isInstanceOf(RestoreFailedException.class)
                    .hasMessageContaining("another restore has claimed it"));
    assertThat(data.resolve("global/pg_control")).hasContent("control");
    assertThat(fast.resolve("PG_17_202406281/1")).hasContent("x");
    assertThat(data.resolve(TargetDirectory.CLAIM)).doesNotExist();
    assertThat(fast.resolve(TargetDirectory.CLAIM)).doesNotExist();
  }

  private Throwable catchThrowable(RestoreOptions.Builder options) {
    return org.assertj.core.api.Assertions.catchThrowable(() -> backup.restore(options));
  }

  @Test
  void onlyOneOfTwoThatHaveBothSeenNothingGetsTheDirectory() throws IOException {
    TablespaceTargets none = new TablespaceTargets(java.util.Map.of(), List.of());
    RestoreTargets.requireFree(data, none);
    try (RestoreTargets first = RestoreTargets.claim(data, none)) {
      assertThatThrownBy(() -> RestoreTargets.claim(data, none))
          .isInstanceOf(RestoreFailedException.class);
      Files.writeString(data.resolve("PG_VERSION"), "17");
      first.directories().release();
    }
    assertThatThrownBy(() -> RestoreTargets.claim(data, none))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("is not empty");
    assertThat(data).isDirectoryContaining("glob:**/PG_VERSION");
    assertThat(data.resolve(TargetDirectory.CLAIM)).doesNotExist();
  }

  @Test
  void whatSomebodyPutThereMeanwhileOutlivesAFailure() throws IOException {
    damage();
    RestoreListener other =
        extracting(
            () -> {
              write(data.resolve("notes.txt"));
              write(fast.resolve("notes.txt"));
            });
    assertThatThrownBy(() -> backup.restore(options().listener(other)))
        .isInstanceOf(CorruptArchiveException.class);
    assertThat(BadLuck.pathsBelow(data)).containsExactly(data.resolve("notes.txt"));
    assertThat(BadLuck.pathsBelow(fast)).containsExactly(fast.resolve("notes.txt"));
  }

  @Test
  void whatSomebodyPutThereMeanwhileIsNotReplaced() throws IOException {
    RestoreListener other = extracting(() -> write(data.resolve("backup_label")));
    assertThatThrownBy(() -> backup.restore(options().listener(other)))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("backup_label");
    assertThat(data.resolve("backup_label")).hasContent("mine");
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "mine");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anEmptyDirectoryHasItsModeBackAfterAFailure() throws IOException {
    damage();
    Files.createDirectory(data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x--x"));
    assertThatThrownBy(() -> backup.restore(options())).isInstanceOf(CorruptArchiveException.class);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwxr-x--x");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void lostAndFoundIsNoContentAndStays() throws IOException {
    Path kept = Files.createDirectories(data.resolve("lost+found")).resolve("#12");
    Files.createDirectories(fast.resolve("lost+found"));
    Files.writeString(kept, "found");
    backup.restore(options());
    assertThat(data.resolve("global/pg_control")).exists();
    assertThat(fast.resolve("PG_17_202406281/1")).exists();
    assertThat(kept).hasContent("found");
  }

  @Test
  void lostAndFoundOutlivesAFailure() throws IOException {
    damage();
    Path kept = Files.createDirectories(data.resolve("lost+found"));
    assertThatThrownBy(() -> backup.restore(options())).isInstanceOf(CorruptArchiveException.class);
    assertThat(BadLuck.pathsBelow(data)).containsExactly(kept);
  }

  @Test
  void aLinkToADataDirectoryStaysWhateverHappens() throws IOException {
    Path real = Files.createDirectory(directory.resolve("disk"));
    Files.createSymbolicLink(data, real);
    backup.restore(options());
    assertThat(data).isSymbolicLink();
    assertThat(real.resolve("global/pg_control")).exists();
    Path other = Files.createDirectory(directory.resolve("disk2"));
    Files.delete(data);
    Files.createSymbolicLink(data, other);
    damage();
    assertThatThrownBy(
            () ->
                backup.restore(
                    RestoreOptions.into(data)
                        .relocateTablespace("fast", directory.resolve("fast2"))))
        .isInstanceOf(CorruptArchiveException.class);
    assertThat(data).isSymbolicLink();
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void aTreeBehindALinkIsSyncedFileByFile() throws IOException {
    Path real = Files.createDirectories(directory.resolve("tree/below"));
    Files.writeString(real.resolve("file"), "x");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("tree"));
    CancellationToken token = new CancellationToken();
    token.cancel();
    assertThatThrownBy(() -> SyncPass.over(link, token))
        .as("the token is asked at each file")
        .isInstanceOf(OperationCancelledException.class);
  }
}
