/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.Peers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server directory on a file system of its own that has no byte left. */
class FullDiskTest {

  private static final String A = "20260301T100000";
  private static final String B = "20260302T100000";
  private static final String C = "20260303T100000";

  @TempDir Path directory;
  private Path disk;

  @BeforeEach
  void mount() throws IOException {
    disk = Files.createDirectory(directory.resolve("disk"));
    String[] command = {"mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()};
    if (!ExternalCommand.of(List.of(command)).succeeds()) {
      Peers.skip("No file system can be mounted: not root");
    }
  }

  @AfterEach
  void unmount() {
    ExternalCommand.of(List.of("umount", disk.toString())).run();
  }

  private SyntheticServer three(Layout layout) throws IOException {
    SyntheticServer server = new SyntheticServer(disk, layout);
    server.backup(A, "1/10", "1/11");
    server.backup(B, "1/20", "1/21");
    server.backup(C, "1/30", "1/31");
    server.wal(1, 0x0E, 0x33);
    return server;
  }

  private void fill() throws IOException {
    Path filler = disk.resolve("filler");
    byte[] page = new byte[4096];
    try (OutputStream out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(page);
      }
    } catch (IOException full) {
      assertThat(disk.toFile().getUsableSpace()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aBackupCanBeDeleted(Layout layout) throws IOException {
    SyntheticServer server = three(layout);
    fill();
    server.retention().delete(BackupSelector.id(BackupId.of(A)));
    assertThat(server.backups()).containsExactly(B, C);
    assertThat(server.archived()).startsWith("1/20").doesNotContain("1/10");
    assertThat(server.catalogued()).isEqualTo(server.archived());
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void retentionFreesIt(Layout layout) throws IOException {
    SyntheticServer server = three(layout);
    fill();
    LocalRetention retention = server.retention();
    assertThat(retention.apply(retention.plan(RetentionPolicy.redundancy(1))).isComplete())
        .isTrue();
    assertThat(server.backups()).containsExactly(C);
    assertThat(server.catalogued()).isEqualTo(server.archived());
  }

  @Test
  void walThatFindsNoRoomLeavesNoTemporaryFile() throws IOException {
    WalServer server = WalServer.compressing(disk, Layout.UNIVERSAL, Compression.GZIP);
    Path wal = WalServer.SEGMENTS.write(directory, WalServer.segment(5));
    fill();
    assertThatThrownBy(() -> server.wal.archive(wal)).isInstanceOf(StorageFailedException.class);
    try (Stream<Path> paths = Files.walk(disk)) {
      assertThat(paths).noneMatch(path -> path.toString().endsWith(".tmp"));
    }
    Files.delete(disk.resolve("filler"));
    server.wal.archive(wal);
    assertThat(server.listed()).containsExactly(WalServer.segment(5).toString());
  }
}
