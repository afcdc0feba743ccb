/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that die, and disks that are full. */
final class FsCrashTest {

  private static final ObjectKey KEY = ObjectKey.of("srv/base/data.tar");

  @TempDir Path dir;

  private ObjectStore open(Path root) throws ObjectStoreException {
    return FsObjectStore.open(FsOptions.at(root));
  }

  @Test
  void aWriterThatIsKilledLeavesNothingVisibleAndItsFileIsSweptLater() throws Exception {
    Path root = dir.resolve("store");
    killWhileWriting(root);
    try (ObjectStore store = open(root)) {
      assertThat(store.list(ListRequest.prefix("")).objects()).isEmpty();
      store.put(KEY, ObjectBody.of("whole"), PutOptions.ifAbsent());
    }
    List<Path> unfinished = FsFixture.temporary(root);
    assertThat(unfinished).as("what the killed writer left").hasSize(1);
    age(unfinished.get(0), Duration.ofHours(23));
    open(root).close();
    assertThat(unfinished.get(0)).as("perhaps still being written").exists();
    age(unfinished.get(0), Duration.ofHours(25));
    open(root).close();
    assertThat(unfinished.get(0)).doesNotExist();
    assertThat(root.resolve(KEY.value())).hasContent("whole");
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private static void killWhileWriting(Path root) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessWriter.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> unfinishedBytes(root) > 1_000_000);
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  private static long unfinishedBytes(Path root) throws IOException {
    long bytes = 0;
    for (Path file : FsFixture.temporary(root)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  /** Writes one object until it is killed, a gibibyte at most. */
  static final class EndlessWriter {
    public static void main(String[] arguments) throws Exception {
      ObjectStore store = FsObjectStore.open(FsOptions.at(Path.of(arguments[0])));
      store.put(KEY, EndlessWriter::write, PutOptions.overwrite());
    }

    private static void write(java.io.OutputStream out) throws IOException {
      for (int i = 0; i < 4096; i++) {
        out.write(new byte[256 * 1024]);
        pause();
      }
    }

    private static void pause() throws IOException {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void aFullDiskIsSaidSoAndLeavesNothingBehind() throws Exception {
    Path disk = Files.createDirectory(dir.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()),
        "mounting a small file system needs root");
    try (ObjectStore store = open(disk)) {
      byte[] old = filled(1000);
      store.put(KEY, ObjectBody.of(old), PutOptions.overwrite());
      assertThatThrownBy(
              () -> store.put(KEY, ObjectBody.of(filled(1 << 20)), PutOptions.overwrite()))
          .isExactlyInstanceOf(ObjectStoreException.class)
          .hasMessageContaining(KEY.value())
          .hasMessageContaining(" bytes free in " + disk.toRealPath());
      assertThat(disk.resolve(KEY.value())).hasBinaryContent(old);
      assertThat(FsFixture.temporary(disk)).isEmpty();
      store.put(ObjectKey.of("fits"), ObjectBody.of(filled(100_000)), PutOptions.overwrite());
    } finally {
      run("umount", disk.toString());
    }
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aReadOnlyDirectoryCanBeRead() throws Exception {
    Path disk = Files.createDirectory(dir.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()),
        "mounting a small file system needs root");
    try {
      Files.writeString(disk.resolve("k"), "v");
      assumeTrue(run("mount", "-o", "remount,ro", disk.toString()), "cannot remount");
      try (ObjectStore store = open(disk);
          Stream<io.github.barman4j.storage.ObjectMetadata> objects =
              io.github.barman4j.storage.ObjectStores.walk(store, ListRequest.prefix(""))) {
        assertThat(objects).hasSize(1);
        assertThatThrownBy(() -> store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite()))
            .isInstanceOf(ObjectStoreException.class);
      }
    } finally {
      run("umount", disk.toString());
    }
  }
}
