/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of tars that no PostgreSQL made. */
class ExtractionTest {

  /** More than what a tar without compression has behind its end mark. */
  private static final int PADDING = 10240;

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HandMade backup = new HandMade(new MemoryObjectStore("restore"), threads);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Path target() {
    return directory.resolve("data");
  }

  private RestoreOptions.Builder options() {
    return RestoreOptions.into(target());
  }

  @Test
  void restoresFilesForTheirOwnerAloneWhateverTheTarSays() throws IOException {
    backup.data(Compression.NONE, tar -> tar.file("base/1", "one")).restore(options());
    assertThat(target().resolve("base/1")).hasContent("one");
    assertThat(permissions("base/1")).isEqualTo("rw-------");
    assertThat(permissions("base")).isEqualTo("rwx------");
    assertThat(permissions("")).isEqualTo("rwx------");
    assertThat(target().resolve("pg_wal/archive_status")).isDirectory();
  }

  @Test
  void leavesSyncingToTheSystemOnlyIfAskedTo() throws IOException {
    List<String> phases = new ArrayList<>();
    RestoreListener listener =
        new RestoreListener() {
          @Override
          public void phase(String name) {
            phases.add(name);
          }
        };
    HandMade one = backup.data(Compression.ZSTD, tar -> tar.file("base/1", "one"));
    one.restore(options().listener(listener));
    assertThat(phases).contains("syncing");
    phases.clear();
    Path other = directory.resolve("other");
    one.restore(
        RestoreOptions.into(other).durability(RestoreDurability.LEFT_TO_SYSTEM).listener(listener));
    assertThat(phases).isNotEmpty().doesNotContain("syncing");
    assertThat(other.resolve("base/1")).hasContent("one");
    assertThat(other.resolve("global/pg_control")).exists();
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(target().resolve(name)));
  }

  @Test
  void writesSettingsThatReplaceThoseOfAnEarlierRecovery() throws IOException {
    String before = "work_mem = '4MB'\nrecovery_target_time = 'x'\nrestore_command = 'old'\n";
    backup
        .data(Compression.NONE, tar -> tar.file("postgresql.auto.conf", before))
        .restore(options());
    String after = Files.readString(target().resolve("postgresql.auto.conf"), UTF_8);
    assertThat(after).contains("work_mem = '4MB'", "restore_command = 'fetch %f %p'");
    assertThat(after).doesNotContain("recovery_target_time =", "old");
    assertThat(target().resolve("recovery.signal")).exists();
  }

  @Test
  void bytesOfSettingsStayWhateverTheirEncoding() throws IOException {
    byte[] latin = "log_line_prefix = 'Z\u00fcrich '\r\nrecovery_target = 'x'".getBytes(ISO_8859_1);
    backup
        .data(Compression.NONE, tar -> tar.file("postgresql.auto.conf", latin))
        .restore(options());
    assertThat(Files.readString(target().resolve("postgresql.auto.conf"), ISO_8859_1))
        .startsWith("log_line_prefix = 'Z\u00fcrich '\r\nrestore_command = ");
  }

  @Test
  void theRestoredClusterDoesNotArchiveWhereTheOtherDoes() throws IOException {
    String before = "archive_mode = 'on'\nArchive_Command='cp %p /a/%f'\n";
    RestoreResult result =
        backup
            .data(Compression.NONE, tar -> tar.file("postgresql.auto.conf", before))
            .restore(options());
    assertThat(Files.readString(target().resolve("postgresql.auto.conf")))
        .endsWith("archive_mode = 'off'\narchive_command = ''\narchive_library = ''\n")
        .doesNotContain("/a/");
    assertThat(result.archiving()).isEqualTo(RestoredArchiving.OFF);
  }

  @Test
  void theRestoredClusterArchivesAsBeforeIfAskedTo() throws IOException {
    String before = "archive_mode = 'on'\narchive_command = 'cp %p /a/%f'\n";
    RestoreResult result =
        backup
            .data(Compression.NONE, tar -> tar.file("postgresql.auto.conf", before))
            .restore(options().archiving(RestoredArchiving.AS_IN_BACKUP));
    assertThat(Files.readString(target().resolve("postgresql.auto.conf")))
        .startsWith(before)
        .doesNotContain("'off'");
    assertThat(result.archiving()).isEqualTo(RestoredArchiving.AS_IN_BACKUP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escaped", "/absolute", "base/../../escaped", "base/..", ".", "./."})
  void refusesNamesThatLeaveTheDirectory(String name) throws IOException {
    backup.data(Compression.NONE, tar -> tar.file(name, "evil"));
    assertThatThrownBy(() -> backup.restore(options()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("data.tar");
    assertNothingLeft();
    assertThat(directory.resolve("escaped")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
  void refusesDevicesAndPipes(byte flag) throws IOException {
    backup.data(Compression.NONE, tar -> tar.special("base/device", flag, ""));
    assertThatThrownBy(() -> backup.restore(options()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("base/device");
    assertNothingLeft();
  }

  @Test
  void leavesSymbolicLinksOutAndSaysSo() throws IOException {
    RestoreResult result =
        backup
            .data(Compression.NONE, tar -> tar.special("out", TarConstants.LF_SYMLINK, "/etc"))
            .restore(options());
    assertThat(result.warnings()).singleElement().asString().contains("'out' -> '/etc'");
    assertThat(Files.exists(target().resolve("out"))).isFalse();
  }

  @Test
  void neverWritesThroughALinkOfTheSameTar() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    backup.data(
        Compression.NONE,
        tar ->
            tar.special("base/out", TarConstants.LF_SYMLINK, outside.toString())
                .file("base/out/evil", "evil"));
    backup.restore(options());
    assertThat(outside).isEmptyDirectory();
    assertThat(target().resolve("base/out/evil")).hasContent("evil");
  }

  @Test
  void copiesHardLinksWithinATarAndRefusesOthers() throws IOException {
    backup.data(
        Compression.NONE,
        tar -> tar.file("base/1", "one").special("base/2", TarConstants.LF_LINK, "base/1"));
    backup.restore(options());
    assertThat(target().resolve("base/2")).hasContent("one");

    HandMade evil = new HandMade(new MemoryObjectStore("evil"), threads);
    evil.data(
        Compression.NONE, tar -> tar.special("base/2", TarConstants.LF_LINK, "../../etc/passwd"));
    assertThatThrownBy(() -> evil.restore(RestoreOptions.into(directory.resolve("evil"))))
        .isInstanceOf(CorruptArchiveException.class);
  }

  @Test
  void theLastPartsBackupLabelWins() throws IOException {
    backup
        .data(Compression.NONE, tar -> tar.file("./backup_label", "stale"))
        .part(
            new PartName("data", 1, ".gz"),
            Compression.GZIP,
            tar -> tar.file("backup_label", "real"))
        .restore(options());
    assertThat(target().resolve("backup_label")).hasContent("real");
  }

  @Test
  void writesHolesForPagesOfZeros() throws IOException {
    byte[] mostlyZeros = new byte[4 << 20];
    mostlyZeros[100] = 1;
    backup.data(Compression.ZSTD, tar -> tar.file("base/1", mostlyZeros)).restore(options());
    assertThat(Files.readAllBytes(target().resolve("base/1"))).isEqualTo(mostlyZeros);
  }

  static Stream<Compression> codecs() {
    return Stream.of(
        Compression.NONE,
        Compression.GZIP,
        Compression.BZIP2,
        Compression.SNAPPY,
        Compression.LZ4,
        Compression.ZSTD);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aTruncatedPartIsAnErrorAndNothingStays(Compression compression) throws IOException {
    MemoryObjectStore store = new MemoryObjectStore("cut");
    HandMade whole = new HandMade(store, threads);
    whole.data(compression, tar -> tar.file("base/1", "x".repeat(300_000)));
    byte[] bytes = bytes(store, whole);
    for (int cut :
        new int[] {
          0,
          1,
          bytes.length / 2,
          Math.max(2, bytes.length - (compression == Compression.NONE ? PADDING : 1))
        }) {
      HandMade short_ = new HandMade(new MemoryObjectStore("short"), threads);
      short_.object(
          new PartName("data", 0, compression.codec().suffix()), Arrays.copyOf(bytes, cut));
      assertThatThrownBy(() -> short_.restore(options()))
          .as("cut to %d of %d", cut, bytes.length)
          .isInstanceOf(CorruptArchiveException.class)
          .hasMessageContaining("data.tar");
      assertNothingLeft();
    }
  }

  private static byte[] bytes(MemoryObjectStore store, HandMade whole) throws IOException {
    return io.github.barman4j.storage.ObjectStores.read(
        store, whole.plan().parts().get(0).key(), 1 << 24);
  }

  @Test
  void anExecutorThatRunsTasksInTheCallersThreadIsEnough() throws IOException {
    HandMade direct = new HandMade(new MemoryObjectStore("direct"), Runnable::run);
    direct.data(Compression.ZSTD, tar -> tar.file("base/1", new byte[5 << 20]));
    direct.restore(options());
    assertThat(target().resolve("base/1")).hasSize(5 << 20);
  }

  @Test
  void refusesADirectoryThatIsNotEmpty() throws IOException {
    Files.createDirectories(target());
    Files.writeString(target().resolve("precious"), "keep");
    backup.data(Compression.NONE, tar -> {});
    assertThatThrownBy(() -> backup.restore(options()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("is not empty");
    assertThat(target().resolve("precious")).hasContent("keep");
  }

  @Test
  void refusesATablespaceDirectoryThatIsNotEmpty() throws IOException {
    Path busy = Files.createDirectories(directory.resolve("busy"));
    Files.writeString(busy.resolve("precious"), "keep");
    backup.tablespace("fast", 16400, busy.toString()).data(Compression.NONE, tar -> {});
    assertThatThrownBy(() -> backup.restore(options().acceptTablespaceLocations()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("relocate");
    assertThat(busy.resolve("precious")).hasContent("keep");
  }

  @Test
  void aBackupWithoutControlFileOrLabelIsRefused() throws IOException {
    backup.part(new PartName("data", 0, ""), Compression.NONE, tar -> tar.file("PG_VERSION", "17"));
    assertThatThrownBy(() -> backup.restore(options()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("pg_control");
    assertNothingLeft();
  }

  @Test
  void cancellationRemovesWhatWasWritten() throws IOException {
    CancellationToken token = new CancellationToken();
    backup.data(Compression.NONE, tar -> tar.file("base/1", new byte[1 << 20]));
    RestoreListener cancelling =
        new RestoreListener() {
          @Override
          public void progress(long bytesDone, long bytesTotal) {
            token.cancel();
          }
        };
    assertThatThrownBy(() -> backup.restore(options().listener(cancelling).cancellation(token)))
        .isInstanceOf(OperationCancelledException.class);
    assertNothingLeft();
  }

  @Test
  void anUnknownTablespaceNameIsAnErrorThatListsTheKnown() throws IOException {
    backup.tablespace("fast", 16400, "/srv/fast").data(Compression.NONE, tar -> {});
    assertThatThrownBy(
            () -> backup.restore(options().relocateTablespace("slow", directory.resolve("x"))))
        .hasMessageContaining("slow")
        .hasMessageContaining("fast");
  }

  private void assertNothingLeft() {
    assertThat(target())
        .satisfiesAnyOf(
            path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
  }
}
