/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.LIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.RecoveryTargetUnreachableException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.testing.storage.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Planning over an archive that is damaged: typed errors, and nothing in the archive changes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlanFaultsTest {

  private static final BackupId DAMAGED = BackupId.of("20310507T000000");

  @TempDir private Path directory;
  private final BadLuck world = new BadLuck(Runnable::run);

  @BeforeEach
  void fill() throws IOException {
    world.backup.data(Compression.NONE, tar -> {});
    world.archive(directory);
  }

  @AfterEach
  void nothingIsOpen() {
    world.leaks.assertNothingOpen();
  }

  private static List<RecoveryTarget> targetsInTheWal() {
    return List.of(
        RecoveryTarget.xid(777),
        RecoveryTarget.restorePoint("here"),
        RecoveryTarget.time(Instant.parse("2031-05-06T08:00:00Z")),
        RecoveryTarget.lsn(Lsn.parse("0/4000100")));
  }

  private void replace(long segment, Codec codec, byte[] object) throws IOException {
    world.memory.delete(List.of(world.layout.wal(BadLuck.segment(segment), ".zst")));
    world.put(world.layout.wal(BadLuck.segment(segment), codec.suffix()), object);
  }

  private void expectCorrupt(long segment) {
    for (RecoveryTarget target : targetsInTheWal()) {
      assertThatThrownBy(() -> world.restore().plan(target))
          .as(target.describe())
          .isInstanceOf(CorruptArchiveException.class)
          .hasMessageContaining(BadLuck.segment(segment).toString());
    }
  }

  @Test
  void soundWalWithoutTheTargetIsNoDamage() {
    for (RecoveryTarget target : targetsInTheWal()) {
      assertThatThrownBy(() -> world.restore().plan(target))
          .isInstanceOf(RecoveryTargetUnreachableException.class);
    }
    assertThat(world.restore().plan(RecoveryTarget.latest()).walSegments()).isEqualTo(3);
  }

  @Test
  void garbageInPlaceOfASegmentIsNamed() throws IOException {
    byte[] garbage = new byte[BadLuck.SIZE.bytes()];
    new Random(3).nextBytes(garbage);
    replace(4, Codec.NONE, garbage);
    expectCorrupt(4);
  }

  @Test
  void zerosInPlaceOfASegmentAreNamed() throws IOException {
    replace(4, Codec.NONE, new byte[BadLuck.SIZE.bytes()]);
    expectCorrupt(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 39, 5000})
  void aShortSegmentIsNamed(int length) throws IOException {
    byte[] segment = java.nio.file.Files.readAllBytes(file(4));
    replace(4, Codec.ZSTD, compress(Codec.ZSTD, Arrays.copyOf(segment, length)));
    expectCorrupt(4);
  }

  /** Its size tells already that it is no segment, so that it counts as missing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 39, 5000, 8 << 20})
  void aShortSegmentWithoutCompressionIsMissing(int length) throws IOException {
    byte[] segment = java.nio.file.Files.readAllBytes(file(4));
    replace(4, Codec.NONE, Arrays.copyOf(segment, length));
    for (RecoveryTarget target : targetsInTheWal()) {
      assertThatThrownBy(() -> world.restore().plan(target))
          .as(target.describe())
          .isInstanceOf(RecoveryTargetUnreachableException.class)
          .hasMessageContaining("missing")
          .hasMessageContaining(BadLuck.segment(4).toString());
    }
  }

  @Test
  void anotherSegmentUnderTheNameIsNamed() throws IOException {
    replace(4, Codec.NONE, java.nio.file.Files.readAllBytes(file(5)));
    expectCorrupt(4);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aCutSegmentIsNamedInEveryCompression(Codec codec) throws IOException {
    byte[] whole =
        compress(codec, Arrays.copyOf(java.nio.file.Files.readAllBytes(file(4)), 1 << 20));
    replace(4, codec, Arrays.copyOf(whole, 30));
    expectCorrupt(4);
  }

  private static byte[] compress(Codec codec, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressing = Compression.of(codec).compressing(out)) {
      compressing.write(bytes);
    }
    return out.toByteArray();
  }

  private Path file(long segment) {
    return directory.resolve(BadLuck.segment(segment).toString());
  }

  @Test
  void aHistoryThatIsGarbageIsNamed() throws IOException {
    world.put(world.layout.wal(WalFileName.parse("00000002.history"), ""), "no history");
    assertThatThrownBy(() -> world.restore().plan(RecoveryTarget.latest()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("00000002.history");
  }

  @Test
  void aBackupInfoThatIsGarbageDoesNotStandInTheWayOfOtherBackups() throws IOException {
    world.put(world.layout.backupInfo(DAMAGED), "\0garbage");
    assertThat(world.restore().plan(RecoveryTarget.latest()).backup().id()).isEqualTo(HandMade.ID);
    RestoreRequest damaged = RestoreRequest.to(RecoveryTarget.latest()).from(DAMAGED);
    assertThatThrownBy(() -> world.restore().plan(damaged))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(DAMAGED.value());
  }

  @Test
  void aBackupWhosePartsAreGoneIsRefusedWhilePlanning() throws IOException {
    world.memory.delete(List.of(world.backup.plan().parts().get(0).key()));
    assertThatThrownBy(() -> world.restore().plan(RecoveryTarget.latest()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("data.tar");
  }

  @Test
  void refusedCredentialsAndOutagesAreNeverAnEmptyArchive() {
    for (RecoveryTarget target : List.of(RecoveryTarget.latest(), RecoveryTarget.xid(700))) {
      world.store.inject(Fault.accessDenied().on(LIST));
      assertThatThrownBy(() -> world.restore().plan(target))
          .isInstanceOf(StorageFailedException.class)
          .hasCauseInstanceOf(StoreAccessDeniedException.class);
      world.store.heal();
      world.store.inject(Fault.unavailable().on(GET));
      assertThatThrownBy(() -> world.restore().plan(target))
          .isInstanceOf(StorageFailedException.class)
          .hasMessageContaining("503");
      world.store.heal();
    }
  }

  @Test
  void aConnectionThatBreaksWhileTheTargetIsSoughtIsAFailedStore() {
    world.store.inject(Fault.breakGetAfter(100).on(GET).keys(key -> key.contains("wals")));
    assertThatThrownBy(() -> world.restore().plan(RecoveryTarget.xid(777)))
        .isInstanceOf(StorageFailedException.class);
  }

  @Test
  void planningChangesNothing() throws IOException {
    List<ObjectKey> before = keys();
    world.restore().plan(RecoveryTarget.latest());
    assertThat(keys()).isEqualTo(before);
  }

  private List<ObjectKey> keys() {
    return ObjectStores.walk(world.memory, ListRequest.prefix(""))
        .map(ObjectMetadata::key)
        .toList();
  }
}
