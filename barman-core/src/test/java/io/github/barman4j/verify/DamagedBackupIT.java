/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.ManifestChecksum;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.verify.Problem.Kind;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of damage to a real backup is told by its kind, and none by an exception. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedBackupIT {

  private final RealBackups backups = new RealBackups(17);
  private final Map<Codec, BackupInfo> byCodec = new EnumMap<>(Codec.class);
  private ArchiveInMemory archive = backups.archive();
  private BackupId id = BackupId.of("none");

  @BeforeAll
  void backUp() throws Exception {
    for (Codec codec : Codec.values()) {
      if (codec != Codec.XZ) {
        BackupOptions.Builder options =
            BackupOptions.builder()
                .compression(Compression.of(codec))
                .manifestChecksum(ManifestChecksum.CRC32C);
        byCodec.put(codec, backups.take(options));
      }
    }
  }

  @AfterAll
  void close() {
    backups.close();
  }

  @BeforeEach
  void copy() {
    archive = backups.archive().copy();
    id = byCodec.get(Codec.NONE).id();
  }

  private List<Kind> kinds() {
    return archive.verify(id).problems().stream().map(Problem::kind).toList();
  }

  private ObjectKey part(String name) {
    return archive.partOf(id, name);
  }

  /** The last part of the data directory, which holds control file, manifest and label. */
  private ObjectKey finalPart() {
    List<ObjectKey> parts = archive.keys(part("data").value().replaceAll("data.*", "data_"));
    return parts.get(parts.size() - 1);
  }

  private void withoutManifest() {
    archive.change(finalPart(), TarEdit.drop("backup_manifest"));
  }

  private ObjectKey info() {
    return part("backup.info");
  }

  private void changeInfo(String regex, String replacement) {
    UnaryOperator<byte[]> change =
        bytes -> new String(bytes, UTF_8).replaceAll(regex, replacement).getBytes(UTF_8);
    archive.change(info(), change);
  }

  private static byte[] flip(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 0x10;
    return flipped;
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  @ParameterizedTest
  @EnumSource(value = Codec.class, names = "XZ", mode = EnumSource.Mode.EXCLUDE)
  void anUntouchedBackupOfEachCodecIsSound(Codec codec) {
    VerificationReport report = archive.verify(byCodec.get(codec).id());
    assertThat(report.problems()).isEmpty();
    assertThat(report.notes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Codec.class, names = "XZ", mode = EnumSource.Mode.EXCLUDE)
  void aCutPartIsTruncated(Codec codec) {
    id = byCodec.get(codec).id();
    archive.change(part("data_0001"), DamagedBackupIT::half);
    VerificationReport report = archive.verify(id);
    assertThat(report.problems())
        .isNotEmpty()
        .allMatch(problem -> problem.key().equals(part("data_0001")));
    assertThat(kinds()).contains(Kind.PART_TRUNCATED);
    assertThat(kinds()).doesNotContain(Kind.FILE_MISSING, Kind.MEMBER_MISSING);
    assertThat(report.isSound()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(value = Codec.class, names = "XZ", mode = EnumSource.Mode.EXCLUDE)
  void anEmptyPartIsTruncated(Codec codec) {
    id = byCodec.get(codec).id();
    archive.put(part("data_0001"), new byte[0]);
    assertThat(kinds()).containsExactly(Kind.PART_TRUNCATED);
  }

  @ParameterizedTest
  @EnumSource(value = Codec.class, names = "XZ", mode = EnumSource.Mode.EXCLUDE)
  void aFlippedBitIsFoundUnlessItChangesNoFile(Codec codec) {
    id = byCodec.get(codec).id();
    ObjectKey part = part("data_0001");
    byte[] bytes = archive.read(part);
    Map<String, Integer> files = TarEdit.files(decode(codec, bytes));
    for (int tenth = 1; tenth < 10; tenth++) {
      byte[] flipped = flip(bytes, (int) ((long) bytes.length * tenth / 10));
      archive.put(part, flipped);
      assertThat(archive.verify(id).isSound()).isEqualTo(isDecodedTo(files, codec, flipped));
    }
  }

  private static boolean isDecodedTo(Map<String, Integer> files, Codec codec, byte[] bytes) {
    try {
      return TarEdit.files(decode(codec, bytes)).equals(files);
    } catch (UncheckedIOException | CorruptArchiveException damaged) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource(value = Codec.class, names = "XZ", mode = EnumSource.Mode.EXCLUDE)
  void bytesBehindTheEndAreDamage(Codec codec) {
    id = byCodec.get(codec).id();
    archive.change(
        part("data_0001"),
        bytes -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 100);
          Arrays.fill(longer, bytes.length, longer.length, (byte) 'x');
          return longer;
        });
    assertThat(kinds()).containsExactly(Kind.PART_DAMAGED);
  }

  @Test
  void aTarWithoutEndMarkIsTruncated() {
    archive.change(
        part("data_0001"),
        bytes -> {
          int end = bytes.length;
          while (bytes[end - 1] == 0) {
            end--;
          }
          return Arrays.copyOf(bytes, (end + 511) / 512 * 512);
        });
    assertThat(kinds()).containsExactly(Kind.PART_TRUNCATED);
  }

  @Test
  void aMissingPartIsNamed() {
    archive.delete(part("data_0001"));
    VerificationReport report = archive.verify(id);
    assertThat(report.problems()).extracting(Problem::kind).containsExactly(Kind.PART_MISSING);
    assertThat(report.problems().get(0).key().value()).endsWith("/data_0001.tar");
    assertThat(report.notes()).anyMatch(note -> note.contains("in no part that was read"));
  }

  @Test
  void aMissingTablespaceIsNamed() {
    long oid = byCodec.get(Codec.NONE).tablespaces().get(0).oid();
    archive.delete(part(oid + ".tar"));
    VerificationReport report = archive.verify(id);
    assertThat(report.problems()).extracting(Problem::kind).containsExactly(Kind.PART_MISSING);
    assertThat(report.problems().get(0).message()).contains("fast");
  }

  @Test
  void aMissingLastPartIsKnownByTheirNumber() {
    archive.delete(finalPart());
    assertThat(archive.verify(id).problems())
        .extracting(Problem::kind)
        .containsExactly(Kind.PART_MISSING);
  }

  @Test
  void aPartInTwoCompressionsIsAmbiguous() {
    ObjectKey part = part("data_0001");
    archive.put(ObjectKey.of(part.value() + ".gz"), gzip(archive.read(part)));
    assertThat(kinds()).containsExactly(Kind.PART_AMBIGUOUS);
  }

  private static byte[] gzip(byte[] bytes) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    try (java.io.OutputStream gzip = Compression.GZIP.compressing(out)) {
      gzip.write(bytes);
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void aPartOfAnUnknownTablespaceIsAWarning() {
    archive.put(ObjectKey.of(info().value().replace("backup.info", "4711.tar")), new byte[0]);
    VerificationReport report = archive.verify(id);
    assertThat(report.problems()).extracting(Problem::kind).containsExactly(Kind.PART_UNEXPECTED);
    assertThat(report.isSound()).isTrue();
  }

  @Test
  void aMissingSegmentIsNamed() {
    String segment = byCodec.get(Codec.NONE).endWal().orElseThrow().toString();
    archive.keys("main/wals").stream()
        .filter(key -> key.value().contains(segment))
        .forEach(archive::delete);
    VerificationReport report = archive.verify(id);
    assertThat(report.problems()).extracting(Problem::kind).containsExactly(Kind.WAL_MISSING);
    assertThat(report.problems().get(0).key().value()).endsWith(segment);
  }

  private ObjectKey segment() {
    String segment = byCodec.get(Codec.NONE).beginWal().orElseThrow().toString();
    return archive.keys("main/wals").stream()
        .filter(key -> key.value().matches(".*" + segment + "(\\.zst)?"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCutSegmentIsDamaged() {
    archive.change(segment(), DamagedBackupIT::half);
    assertThat(kinds()).containsExactly(Kind.WAL_DAMAGED);
  }

  @Test
  void aShortSegmentHasTheWrongSize() {
    ObjectKey segment = segment();
    archive.delete(segment);
    archive.put(ObjectKey.of(segment.value().replace(".zst", "")), new byte[1 << 20]);
    assertThat(kinds()).containsExactly(Kind.WAL_SIZE);
  }

  @Test
  void aSegmentOfAnotherNameIsAMismatch() {
    ObjectKey segment = segment();
    archive.delete(segment);
    archive.put(ObjectKey.of(segment.value().replace(".zst", "")), new byte[16 << 20]);
    assertThat(kinds()).containsExactly(Kind.WAL_MISMATCH);
  }

  @Test
  void aFileThatTheManifestDoesNotHaveIsUnexpected() {
    archive.change(part("data_0001"), TarEdit.add("base/1/extra", "text"));
    assertThat(kinds()).containsExactly(Kind.FILE_UNEXPECTED);
  }

  @Test
  void aFileThatIsNotThereIsMissing() {
    String file = TarEdit.find(archive.read(part("data_0001")), name -> true);
    archive.change(part("data_0001"), TarEdit.drop(file));
    assertThat(archive.verify(id).problems())
        .singleElement()
        .matches(problem -> problem.kind() == Kind.FILE_MISSING)
        .matches(problem -> file.equals(problem.path()));
  }

  @Test
  void aChangedFileHasTheWrongChecksum() {
    String file = "base/1/PG_VERSION";
    ObjectKey part = partWith(file);
    archive.change(part, TarEdit.change(file, content -> "99\n".getBytes(UTF_8)));
    assertThat(kinds()).containsExactly(Kind.FILE_CHECKSUM);
    archive.change(part, TarEdit.change(file, content -> new byte[5]));
    assertThat(kinds()).containsExactly(Kind.FILE_SIZE);
  }

  private ObjectKey partWith(String file) {
    return archive.keys(part("data").value().replaceAll("data.*", "data")).stream()
        .filter(key -> TarEdit.content(archive.read(key), file) != null)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aChangedPageIsNamedByFileAndBlock() {
    String file = "base/1/1259";
    ObjectKey part = partWith(file);
    archive.change(part, TarEdit.change(file, content -> flip(content, 3 * 8192 + 8000)));
    assertThat(kinds()).containsExactly(Kind.FILE_CHECKSUM, Kind.PAGE_CHECKSUM);
    withoutManifest();
    assertThat(archive.verify(id).problems())
        .singleElement()
        .matches(problem -> problem.kind() == Kind.PAGE_CHECKSUM)
        .matches(problem -> file.equals(problem.path()))
        .matches(problem -> problem.message().contains("block 3,"));
  }

  @Test
  void aMemberThatLeadsUpwardsIsUnsafe() {
    for (String name : List.of("../evil", "/etc/evil", "base/../../evil")) {
      archive.put(part("data_0001"), backups.archive().read(part("data_0001")));
      archive.change(part("data_0001"), TarEdit.add(name, "text"));
      assertThat(kinds()).containsExactly(Kind.UNSAFE_MEMBER);
    }
  }

  @Test
  void aMissingLabelIsNamed() {
    withoutManifest();
    archive.change(finalPart(), TarEdit.drop("backup_label"));
    assertThat(kinds()).containsExactly(Kind.MEMBER_MISSING);
  }

  @Test
  void anotherBackupsLabelIsAMismatch() {
    withoutManifest();
    archive.change(
        finalPart(),
        TarEdit.change(
            "backup_label",
            text ->
                new String(text, UTF_8)
                    .replaceFirst("LOCATION: ./", "LOCATION: 7/")
                    .getBytes(UTF_8)));
    assertThat(kinds()).containsExactly(Kind.LABEL_MISMATCH);
    archive.change(finalPart(), TarEdit.change("backup_label", text -> new byte[9]));
    assertThat(kinds()).containsExactly(Kind.LABEL_MISMATCH);
  }

  @Test
  void aDamagedControlFileIsFound() {
    withoutManifest();
    archive.change(finalPart(), TarEdit.change("global/pg_control", bytes -> flip(bytes, 40)));
    assertThat(kinds()).containsExactly(Kind.CONTROL_FILE_DAMAGED);
  }

  @Test
  void anotherClustersIdentifierIsFoundEverywhere() {
    changeInfo("systemid=\\d+", "systemid=7");
    assertThat(new TreeSet<>(kinds()))
        .containsExactly(Kind.CONTROL_FILE_MISMATCH, Kind.MANIFEST_MISMATCH, Kind.WAL_MISMATCH);
  }

  @Test
  void aDamagedManifestIsFound() {
    archive.change(
        finalPart(), TarEdit.change("backup_manifest", bytes -> flip(bytes, bytes.length / 2)));
    assertThat(kinds()).containsExactly(Kind.MANIFEST_DAMAGED);
    archive.change(finalPart(), TarEdit.change("backup_manifest", bytes -> half(bytes)));
    assertThat(kinds()).containsExactly(Kind.MANIFEST_DAMAGED);
  }

  @Test
  void anOlderManifestIsNotUsed() {
    byte[] older = TarEdit.content(archive.read(finalPart()), "backup_manifest");
    id = byCodec.get(Codec.BZIP2).id();
    ObjectKey last = finalPart();
    byte[] tar = decode(Codec.BZIP2, archive.read(last));
    archive.delete(last);
    archive.put(
        ObjectKey.of(last.value().replace(".bz2", "")),
        TarEdit.change("backup_manifest", manifest -> older).apply(tar));
    VerificationReport report = archive.verify(id);
    assertThat(report.problems()).isEmpty();
    assertThat(report.notes()).anyMatch(note -> note.contains("earlier backup"));
  }

  private static byte[] decode(Codec codec, byte[] bytes) {
    try (java.io.InputStream in = codec.decompressing(new java.io.ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void filesInTheManifestsOwnPartAreCompared() {
    archive.change(
        finalPart(), TarEdit.change("global/pg_control", bytes -> flip(bytes, bytes.length - 1)));
    assertThat(kinds()).containsExactly(Kind.FILE_CHECKSUM);
  }

  @Test
  void anInfoThatIsGarbageIsUnreadable() {
    archive.put(info(), new byte[] {(byte) 0xC3, 0x28, 0});
    assertThat(kinds()).containsExactly(Kind.INFO_UNREADABLE);
    archive.put(info(), "status=DONE\nbegin_xlog=garbage\n".getBytes(UTF_8));
    assertThat(kinds()).containsExactly(Kind.INFO_UNREADABLE);
    archive.put(info(), new byte[5 << 20]);
    assertThat(kinds()).containsExactly(Kind.INFO_UNREADABLE);
  }

  @Test
  void anInfoThatIsNotThereIsMissing() {
    archive.delete(info());
    assertThat(kinds()).containsExactly(Kind.INFO_MISSING);
  }

  @Test
  void anInfoWithoutTheEndIsIncomplete() {
    changeInfo("end_wal=.*", "end_wal=None");
    assertThat(kinds()).containsExactly(Kind.INFO_INCOMPLETE);
    changeInfo("status=DONE", "status=FAILED");
    assertThat(kinds()).containsExactly(Kind.INFO_INCOMPLETE);
  }

  @Test
  void aBackupWithoutObjectsIsUnknown() {
    assertThatThrownBy(() -> archive.verify(BackupId.of("20200101T000000")))
        .isInstanceOf(UnknownBackupException.class);
  }

  @Test
  void aCancelledVerificationEnds() {
    CancellationToken token = new CancellationToken();
    VerifyListener cancelling =
        new VerifyListener() {
          @Override
          public void progress(long bytesDone, long bytesTotal) {
            token.cancel();
          }
        };
    VerifyOptions options =
        VerifyOptions.builder().listener(cancelling).cancellation(token).build();
    assertThatThrownBy(() -> archive.verify(id, options))
        .isInstanceOf(OperationCancelledException.class);
  }

  private VerificationReport verifyWith(Fault fault) {
    FaultInjectingObjectStore store = new FaultInjectingObjectStore(archive.store());
    store.inject(fault);
    ServerContext context =
        new ServerContext(store, "main", ForkJoinPool.commonPool(), Clock.systemUTC());
    return new BackupVerifier(context).verify(id, VerifyOptions.defaults());
  }

  @Test
  void anOutageIsAnException() {
    for (int call = 1; call < 12; call++) {
      Fault outage = Fault.unavailable().fromCall(call);
      assertThatThrownBy(() -> verifyWith(outage)).isInstanceOf(StorageFailedException.class);
    }
  }

  @Test
  void whatTheConnectionCutsOffIsNoDamage() {
    Predicate<String> parts = key -> key.contains("/data");
    assertThat(verifyWith(Fault.truncateGetAfter(900_000).keys(parts)).problems()).isEmpty();
    assertThat(verifyWith(Fault.breakGetAfter(900_000).keys(parts)).problems()).isEmpty();
  }

  @Test
  void whatOptionsLeaveOutIsNoted() {
    VerifyOptions options = VerifyOptions.builder().withoutWal().withoutPages().workers(1).build();
    VerificationReport report = archive.verify(id, options);
    assertThat(report.counts().pages()).isZero();
    assertThat(report.counts().walSegments()).isZero();
    assertThat(report.notes()).hasSize(2);
    assertThat(report.describe()).contains("is sound", "note: WAL was not checked");
    assertThat(report.toJson())
        .contains("\"sound\": true", "\"problems\": []", "\"walSegments\": 0");
  }
}
