/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.catalog.BackupParts;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parts with flipped bits, and parts that are not there. */
class DamagedPartsTest {

  private static final int FLIPS = 60;
  private static final int TAR_HEADER = 512;

  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final byte[] content = new byte[50_000];
  private int restores;

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private byte[] part(Compression compression) throws IOException {
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) ((i * 31 >> 4) ^ (i % 97));
    }
    MemoryObjectStore store = new MemoryObjectStore("whole");
    HandMade whole = new HandMade(store, threads).data(compression, t -> t.file("base/1", content));
    return ObjectStores.read(store, whole.plan().parts().get(0).key(), 1 << 24);
  }

  private Path restore(Codec codec, byte[] bytes) throws IOException {
    Path target = directory.resolve("data" + restores++);
    new HandMade(new MemoryObjectStore("damaged"), threads)
        .object(new PartName("data", 0, codec.suffix()), bytes)
        .restore(RestoreOptions.into(target));
    return target;
  }

  @ParameterizedTest
  @EnumSource(names = "XZ", mode = EnumSource.Mode.EXCLUDE)
  void noFlippedBitIsRestoredWhereTheCodecHasAChecksum(Codec codec) throws IOException {
    byte[] sound = part(Compression.of(codec));
    Random random = new Random(codec.ordinal());
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = sound.clone();
      int at = i < 20 ? i * 10 : random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      expectRefusedOrHarmless(codec, damaged, at);
    }
  }

  /** What a header of a codec says of times and names may be anything; what is restored may not. */
  private void expectRefusedOrHarmless(Codec codec, byte[] damaged, int at) throws IOException {
    Path[] restored = new Path[1];
    Throwable thrown = catchThrowable(() -> restored[0] = restore(codec, damaged));
    if (thrown != null) {
      assertThat(thrown).as("flip at %d", at).isInstanceOf(CorruptArchiveException.class);
      assertThat(BadLuck.pathsBelow(directory.resolve("data" + (restores - 1)))).isEmpty();
    } else if (codec != Codec.NONE) {
      assertThat(restored[0].resolve("base/1")).hasBinaryContent(content);
    }
  }

  /** Without compression a tar checks its headers only; the backup_manifest covers the rest. */
  @Test
  void aFlippedBitInATarsHeaderIsRefusedAndOneInAFileIsForVerifyToFind() throws IOException {
    byte[] sound = part(Compression.NONE);
    for (int at : new int[] {0, 110, TAR_HEADER + 3, 3 * TAR_HEADER + 130}) {
      byte[] damaged = sound.clone();
      damaged[at] ^= 1;
      assertThatThrownBy(() -> restore(Codec.NONE, damaged))
          .as("flip at %d", at)
          .isInstanceOf(CorruptArchiveException.class)
          .hasMessageContaining("data.tar");
    }
    byte[] damaged = sound.clone();
    damaged[5 * TAR_HEADER] ^= 1;
    byte[] restored = Files.readAllBytes(restore(Codec.NONE, damaged).resolve("base/1"));
    assertThat(Arrays.mismatch(restored, content)).isNotNegative();
    assertThat(restored).hasSameSizeAs(content);
  }

  private static List<BackupPart> objects(String... names) {
    MemoryObjectStore store = new MemoryObjectStore("parts");
    return Stream.of(names)
        .map(
            name ->
                new BackupPart(
                    io.github.barman4j.storage.ObjectKey.of(
                        "main/base/" + HandMade.ID + "/" + name),
                    store.hashCode() & 0xFF))
        .toList();
  }

  private List<String> parts(String... names) {
    HandMade backup = new HandMade(new MemoryObjectStore("parts"), threads);
    backup.tablespace("fast", 16400, "/srv/fast");
    return BackupParts.of(backup.info(), objects(names)).requireWhole().stream()
        .map(BackupPart::name)
        .toList();
  }

  @Test
  void partsOfWhateverEncodingAreInOrder() {
    assertThat(parts("data_0001.tar.gz", "data.tar", "16400.tar.zst", "backup.info", "x.txt"))
        .containsExactly("data.tar", "data_0001.tar.gz", "16400.tar.zst");
  }

  @Test
  void aNumberThatIsLeftOutIsNamed() {
    assertThatThrownBy(() -> parts("data.tar", "data_0002.tar", "16400.tar"))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("data_0001.tar")
        .hasMessageContaining(HandMade.ID.value());
  }

  @Test
  void aFirstPartThatIsMissingIsNamed() {
    assertThatThrownBy(() -> parts("data_0001.tar", "16400.tar"))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("data.tar");
    assertThatThrownBy(() -> parts("data.tar"))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("16400.tar");
    assertThatThrownBy(() -> parts()).isInstanceOf(CorruptArchiveException.class);
  }

  @Test
  void anUnknownEncodingIsNamed() {
    assertThatThrownBy(() -> parts("data.tar.rot13", "16400.tar"))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("rot13");
  }
}
