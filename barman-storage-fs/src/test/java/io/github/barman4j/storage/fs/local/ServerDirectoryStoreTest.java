/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static io.github.barman4j.storage.fs.local.ViewedDirectory.FIRST;
import static io.github.barman4j.storage.fs.local.ViewedDirectory.ORPHAN;
import static io.github.barman4j.storage.fs.local.ViewedDirectory.SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.tar.TarMember;
import io.github.barman4j.internal.tar.TarReader;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.wal.WalSegments;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalInventory;
import io.github.barman4j.wal.WalOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDirectoryStoreTest {

  private static final String BASE = "main/base/";
  private static final String HASH = "main/wals/0000000100000000/";
  private static final byte[] GPG = {(byte) 0x85, 1, 12, 3, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
  private static final WalSegments SEGMENTS =
      WalSegments.of(new SystemIdentifier(7), new WalSegmentSize(1 << 20));

  @TempDir private Path home;
  private ViewedDirectory directory;
  private ServerDirectoryStore store;

  @BeforeEach
  void make() throws IOException {
    directory = ViewedDirectory.in(home, Layout.UNIVERSAL);
    store = directory.store();
    wal("000000010000000000000001", Codec.NONE);
    wal("000000010000000000000002", Codec.GZIP);
    wal("000000010000000000000003", Codec.BZIP2);
    directory.wal("0000000100000000/000000010000000000000004", GPG);
    directory.wal(
        "0000000100000000/000000010000000000000002.00000028.backup", "START WAL".getBytes(UTF_8));
    directory.wal(
        "0000000100000000/000000010000000000000002.partial", compressed(new byte[9], Codec.GZIP));
    directory.wal("0000000200000000/000000020000000000000003", SEGMENTS.bytes(name(2, 3)));
    directory.wal("00000002.history", compressed("1\t0/2\n".getBytes(UTF_8), Codec.GZIP));
    directory.wal("xlog.db", "not WAL".getBytes(UTF_8));
    directory.wal("0000000100000000/000000010000000000000005.tmp", new byte[4]);
    directory.wal("0000000200000000/000000010000000000000001", new byte[4]);
    Files.createDirectories(directory.context().directory().backup(BackupId.of("lost+found")));
  }

  private static WalSegmentName name(int timeline, int number) {
    return WalSegmentName.parse("%08X%08X%08X".formatted(timeline, 0, number));
  }

  private void wal(String name, Codec codec) throws IOException {
    byte[] segment = SEGMENTS.bytes(WalSegmentName.parse(name));
    directory.wal("0000000100000000/" + name, compressed(segment, codec));
  }

  private static byte[] compressed(byte[] content, Codec codec) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = Compression.of(codec).compressing(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private List<String> keys(String prefix) {
    try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, ListRequest.prefix(prefix))) {
      return objects.map(object -> object.key().value()).toList();
    }
  }

  @Test
  void walHasTheSuffixOfWhatItBeginsAsAndStrangersAreNotShown() {
    assertThat(keys("main/wals/"))
        .containsExactly(
            HASH + "000000010000000000000001",
            HASH + "000000010000000000000002.00000028.backup",
            HASH + "000000010000000000000002.gz",
            HASH + "000000010000000000000002.partial.gz",
            HASH + "000000010000000000000003.bz2",
            HASH + "000000010000000000000004.gpg",
            "main/wals/00000002.history.gz",
            "main/wals/0000000200000000/000000020000000000000003");
  }

  @ParameterizedTest
  @EnumSource
  void backupsHaveMetadataAndATarOfEachDirectory(Layout layout) throws IOException {
    store = ViewedDirectory.in(home.resolve("of"), layout).store();
    assertThat(keys("main/base/"))
        .containsExactly(
            BASE + FIRST + "/16384.tar",
            BASE + FIRST + "/backup.info",
            BASE + FIRST + "/data.tar",
            BASE + SECOND + "/16384.tar",
            BASE + SECOND + "/backup.info",
            BASE + SECOND + "/data.tar",
            BASE + ORPHAN + "/backup.info");
  }

  /** What core lists of the same objects in a store of its own is what must be listed here. */
  @Test
  void listsAsAnyStoreWithTheSameObjectsDoes() throws IOException {
    new BackupCatalog(context()).keep(FIRST, KeepTarget.FULL);
    MemoryObjectStore same = new MemoryObjectStore("same");
    List<String> all = keys("");
    for (String key : all) {
      same.put(ObjectKey.of(key), ObjectBody.of(key), PutOptions.overwrite());
    }
    List<@Nullable String> afters = new ArrayList<>(all.subList(2, 9));
    afters.addAll(Arrays.asList(null, "", "m", "main/base/2", "main/wals", "n"));
    for (String prefix : prefixes(all)) {
      for (String after : afters) {
        expectSame(same, prefix, after);
      }
    }
  }

  private static List<String> prefixes(List<String> keys) {
    return keys.stream()
        .flatMap(
            key -> Stream.of(0, 3, 5, 9, 10, 12, 26, 30, 51, key.length()).map(i -> cut(key, i)))
        .distinct()
        .toList();
  }

  private static String cut(String key, int length) {
    return key.substring(0, Math.min(length, key.length()));
  }

  private void expectSame(ObjectStore same, String prefix, @Nullable String after)
      throws IOException {
    ListRequest request = new ListRequest(prefix, null, after, null, 2);
    for (ListRequest each :
        List.of(request, request.withDelimiter("/"), request.withDelimiter("000"))) {
      assertThat(all(store, each)).as("%s", each).isEqualTo(all(same, each));
    }
  }

  private static List<String> all(ObjectStore listed, ListRequest request) throws IOException {
    List<String> found = new ArrayList<>();
    ListPage page = listed.list(request);
    add(page, found);
    while (page.nextPageToken() != null) {
      page = listed.list(request.withPageToken(page.nextPageToken()));
      add(page, found);
    }
    return found;
  }

  private static void add(ListPage page, List<String> found) {
    Stream.concat(page.objects().stream().map(o -> o.key().value()), page.prefixes().stream())
        .sorted(ObjectKey.STORE_ORDER)
        .forEach(found::add);
  }

  @ParameterizedTest
  @CsvSource({
    "000000010000000000000001, .gz",
    "000000010000000000000002, ''",
    "000000010000000000000002, .bz2",
    "000000010000000000000004, ''",
    "000000010000000000000005, .tmp"
  })
  void walIsFoundUnderTheKeyOfTheListingOnly(String name, String suffix) {
    ObjectKey key = ObjectKey.of(HASH + name + suffix);
    assertThatThrownBy(() -> store.head(key)).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store.get(key, GetOptions.all()))
        .isInstanceOf(ObjectNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main/base/../backup.info",
        "main/base/./backup.info",
        "main/base/lost+found/backup.info",
        "main/wals/../wals/00000002.history.gz",
        "main/wals/xlog.db",
        "other/base/20260301T101500/backup.info",
        "main"
      })
  void nothingElseIsThere(String key) {
    assertThatThrownBy(() -> store.head(ObjectKey.of(key)))
        .isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void theWalArchiveReadsThroughIt() {
    WalArchive archive = new WalArchive(context(), WalOptions.defaults());
    WalInventory inventory = archive.inventory();
    assertThat(inventory.contains(name(1, 1))).isTrue();
    assertThat(inventory.contains(name(1, 2))).isTrue();
    assertThat(inventory.contains(name(1, 3))).isTrue();
    assertThat(inventory.contains(name(1, 4))).as("an encrypted one is no segment").isFalse();
    assertThat(inventory.unknown().first())
        .containsExactly(ObjectKey.of(HASH + "000000010000000000000004.gpg"));
    for (int number = 1; number < 4; number++) {
      Path fetched = home.resolve("fetched" + number);
      assertThat(archive.fetch(name(1, number), fetched)).isPresent();
      assertThat(fetched).hasBinaryContent(SEGMENTS.bytes(name(1, number)));
    }
  }

  private ServerContext context() {
    return new ServerContext(store, ViewedDirectory.SERVER, Runnable::run, Clock.systemUTC());
  }

  @Test
  void theTarOfADirectoryHasAllThatIsInIt() throws IOException {
    TarReader tar = new TarReader(new ByteArrayInputStream(read(data(), null)), "data.tar");
    List<String> names = new ArrayList<>();
    for (TarMember member = tar.next(); member != null; member = tar.next()) {
      names.add(member.name() + " " + member.size());
    }
    assertThat(tar.endedProperly()).isTrue();
    assertThat(names)
        .containsExactly(
            "PG_VERSION 3",
            "base 0",
            "base/1 0",
            "base/1/1249 512",
            "base/1/" + "n".repeat(120) + " 1000",
            "global 0",
            "global/pg_control 8192",
            "pg_tblspc 0");
  }

  private static ObjectKey data() {
    return ObjectKey.of(BASE + FIRST + "/data.tar");
  }

  private byte[] read(ObjectKey key, @Nullable ByteRange range) throws IOException {
    try (ObjectContent content = store.get(key, new GetOptions(range, null))) {
      return content.stream().readAllBytes();
    }
  }

  @Test
  void theSizeOfATarIsKnownBeforeAndRangesAreThoseOfTheWhole() throws IOException {
    byte[] whole = read(data(), null);
    assertThat(store.head(data()).size()).isEqualTo(whole.length);
    for (int offset = 0; offset < whole.length; offset += 509) {
      for (int length : new int[] {1, 512, 5000, whole.length}) {
        assertThat(read(data(), ByteRange.of(offset, length)))
            .isEqualTo(Arrays.copyOfRange(whole, offset, Math.min(whole.length, offset + length)));
      }
    }
  }

  @Test
  void aTarThatChangedIsAnotherVersion() throws IOException {
    String etag = store.head(data()).etag();
    assertThat(store.head(data()).etag()).isEqualTo(etag);
    Files.write(
        directory.context().directory().data(FIRST).resolve("base/1/1249"), new byte[] {1, 2});
    assertThatThrownBy(() -> store.get(data(), GetOptions.all().withIfMatch(etag)))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  void keepIsWrittenWhereBarmanHasItAndNothingElseIs() throws IOException {
    BackupCatalog catalog = new BackupCatalog(context());
    catalog.keep(FIRST, KeepTarget.STANDALONE);
    assertThat(directory.context().annotations().find(FIRST, "keep")).contains("standalone");
    assertThat(catalog.keepTarget(FIRST)).contains(KeepTarget.STANDALONE);
    catalog.release(FIRST);
    assertThat(catalog.keepTarget(FIRST)).isEmpty();
    for (String key :
        List.of(BASE + FIRST + "/backup.info", BASE + FIRST + "/annotations/x", "a")) {
      assertThatThrownBy(
              () -> store.put(ObjectKey.of(key), ObjectBody.of("x"), PutOptions.overwrite()))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining("LocalServer");
    }
    DeleteResult deleted = store.delete(List.of(data(), ObjectKey.of("absent")));
    assertThat(deleted.deleted()).containsExactly(ObjectKey.of("absent"));
    assertThat(deleted.failed()).containsOnlyKeys(data());
    assertThat(store.head(data()).size()).isPositive();
  }

  @Test
  void theCatalogueReadsThroughIt() {
    assertThat(new BackupCatalog(context()).list().backups())
        .extracting(BackupInfo::id)
        .containsExactly(FIRST, SECOND, ORPHAN);
    assertThat(new BackupCatalog(context()).incomplete()).isEmpty();
  }
}
