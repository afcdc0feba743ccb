/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreProperties;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a store in a directory does, and what it finds in one. */
final class FsObjectStoreDirectoryTest {

  @TempDir Path dir;
  private Path root;
  private ObjectStore store;

  @BeforeEach
  void openStore() throws IOException {
    root = dir.toRealPath().resolve("store");
    store = FsObjectStore.open(FsOptions.at(root).withoutSync());
  }

  @Test
  void whatKilledWritersLeftIsFoundAndRemoved() throws IOException {
    put("srv/base/1/data.tar");
    Path temporary = Files.writeString(root.resolve(".barman4j-tmp").resolve("x"), "half");
    Path empty = Files.createDirectories(root.resolve("srv/base/2"));
    Path young = Files.createDirectories(root.resolve("srv/base/3"));
    Instant before = Instant.now().minus(Duration.ofDays(1));
    for (Path old : List.of(temporary, empty)) {
      Files.setLastModifiedTime(old, FileTime.from(before.minusSeconds(9)));
    }
    for (Leftover left : store.leftovers("srv/", before)) {
      assertThat(store.remove(left, before)).isTrue();
    }
    assertThat(temporary).doesNotExist();
    assertThat(empty).doesNotExist();
    assertThat(young).exists();
    assertThat(keys()).containsExactly("srv/base/1/data.tar");
  }

  @Test
  void aLeftoverThatIsUsedAgainStays() throws IOException {
    Path directory = Files.createDirectories(root.resolve("srv/base/2"));
    Instant before = Instant.now().minus(Duration.ofDays(1));
    Files.setLastModifiedTime(directory, FileTime.from(before.minusSeconds(9)));
    Leftover left = store.leftovers("srv/", before).get(0);
    put("srv/base/2/data.tar");
    assertThat(store.remove(left, before)).isFalse();
    assertThat(keys()).hasSize(1);
  }

  private void put(String key) throws IOException {
    store.put(ObjectKey.of(key), ObjectBody.of(key), PutOptions.overwrite());
  }

  private List<String> keys() throws IOException {
    return store.list(ListRequest.prefix("")).objects().stream()
        .map(object -> object.key().value())
        .toList();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aKeyIsAPathThatOnlyItsOwnerReads() throws IOException {
    put("srv/wals/1");
    assertThat(root.resolve("srv/wals/1")).hasContent("srv/wals/1");
    assertThat(mode(root.resolve("srv/wals/1"))).isEqualTo("rw-------");
    assertThat(mode(root.resolve("srv/wals"))).isEqualTo("rwx------");
    assertThat(mode(root)).isEqualTo("rwx------");
  }

  @Test
  void aDirectoryThatBecomesEmptyIsRemoved() throws IOException {
    put("a/b/c/1");
    put("a/2");
    store.delete(List.of(ObjectKey.of("a/b/c/1"))).throwIfIncomplete();
    assertThat(root.resolve("a/b")).doesNotExist();
    store.delete(List.of(ObjectKey.of("a/2"))).throwIfIncomplete();
    assertThat(root.resolve("a")).doesNotExist();
    assertThat(root).exists();
  }

  @Test
  void anEmptyDirectoryIsNotInTheWayAndNotListed() throws IOException {
    Files.createDirectories(root.resolve("a/b"));
    assertThat(store.list(ListRequest.directory("")).prefixes()).isEmpty();
    Files.delete(root.resolve("a/b"));
    put("a");
    assertThat(keys()).containsExactly("a");
  }

  @Test
  void aKeyThatBeginsOthersIsRefusedAndNothingIsLost() throws IOException {
    put("a/b");
    assertThatThrownBy(() -> put("a"))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("objects below it");
    assertThatThrownBy(() -> store.put(ObjectKey.of("a"), ObjectBody.of(""), PutOptions.ifAbsent()))
        .isExactlyInstanceOf(ObjectStoreException.class);
    assertThatThrownBy(() -> put("a/b/c/d"))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("cannot hold objects");
    assertThat(keys()).containsExactly("a/b");
    assertThat(FsFixture.temporary(root)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".barman4j-tmp/x", ".barman4j-tmp", "a/", "a/\u00e9/../b"})
  void aKeyThatNoFileMayHaveIsRefused(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> put(key))
        .withMessageContaining(key)
        .withMessageContaining(store.location().toString());
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    String key = "a/" + "\u00e9".repeat(128);
    assertThatIllegalArgumentException().isThrownBy(() -> put(key)).withMessageContaining("255");
  }

  @Test
  void aPrefixThatLeavesTheRootListsNothing() throws IOException {
    Files.writeString(dir.resolve("outside"), "x");
    put("a/b");
    for (String prefix : List.of("../", "a/../../", "./", "/", "a//", ".barman4j-tmp/", "\0/")) {
      assertThat(store.list(ListRequest.prefix(prefix)).objects()).as(prefix).isEmpty();
    }
  }

  @Test
  void aLinkedDirectoryIsNeitherWrittenNorReadNorListed() throws IOException {
    Path outside = Files.createDirectory(dir.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("link"), outside);
    ObjectKey key = ObjectKey.of("link/secret");
    assertThatThrownBy(() -> put("link/new"))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("link");
    assertThatThrownBy(() -> store.get(key, GetOptions.all()))
        .isInstanceOf(ObjectNotFoundException.class);
    store.delete(List.of(key)).throwIfIncomplete();
    assertThat(keys()).isEmpty();
    assertThat(outside.resolve("secret")).hasContent("secret");
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void aLinkAtTheKeyIsReplacedAndNotFollowed() throws IOException {
    Path outside = Files.writeString(dir.resolve("outside"), "untouched");
    Files.createSymbolicLink(root.resolve("k"), outside);
    assertThatThrownBy(() -> store.head(ObjectKey.of("k")))
        .isInstanceOf(ObjectNotFoundException.class);
    put("k");
    assertThat(outside).hasContent("untouched");
    assertThat(root.resolve("k")).isRegularFile().hasContent("k");
  }

  @Test
  void theRootMayBeALink() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("link"), root);
    try (ObjectStore linked = FsObjectStore.open(FsOptions.at(link))) {
      put("k");
      assertThat(linked.head(ObjectKey.of("k")).size()).isEqualTo(1);
      assertThat(linked.location()).isEqualTo(store.location());
    }
  }

  @Test
  void aStoreWhoseDirectoryIsGoneIsNotEmpty() throws IOException {
    Files.delete(root);
    for (var call :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> store.head(ObjectKey.of("k")),
            () -> store.list(ListRequest.prefix("")),
            () -> put("k"))) {
      assertThatThrownBy(call)
          .isExactlyInstanceOf(ObjectStoreException.class)
          .hasMessageContaining("mounted");
    }
    assertThat(store.delete(List.of(ObjectKey.of("k"))).isComplete()).isFalse();
  }

  @Test
  void anObjectThatIsCutWhileItIsReadIsAnError() throws IOException {
    put("a-key-of-some-length");
    try (InputStream in =
        store.get(ObjectKey.of("a-key-of-some-length"), GetOptions.all()).stream()) {
      Files.write(root.resolve("a-key-of-some-length"), new byte[3]);
      assertThatThrownBy(in::readAllBytes).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void writersAndDeletersOfOneDirectoryDoNotDisturbEachOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Object>> done =
          threads.invokeAll(
              List.of(() -> churn("x"), () -> churn("y"), () -> churn("x"), () -> churn("z")));
      for (Future<Object> each : done) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(keys()).isEmpty();
    assertThat(FsFixture.temporary(root)).isEmpty();
  }

  private Object churn(String name) throws IOException {
    for (int i = 0; i < 300; i++) {
      put("deep/er/" + name);
      DeleteResult result = store.delete(List.of(ObjectKey.of("deep/er/" + name)));
      result.throwIfIncomplete();
    }
    return name;
  }

  @Test
  void aLocationOpensAStore() throws IOException {
    URI location = URI.create(root.resolve("by uri").toUri() + "?sync=false");
    try (ObjectStore opened = ObjectStores.open(location)) {
      opened.put(ObjectKey.of("k"), ObjectBody.of("v"), PutOptions.overwrite());
      assertThat(root.resolve("by uri/k")).hasContent("v");
      assertThat(opened.location()).hasToString("file://" + root + "/by%20uri");
    }
  }

  @Test
  void optionsAreReadFromTheLocation() {
    URI location = URI.create("file:///backups");
    assertThat(FsOptions.from(location, StoreProperties.of(Map.of())))
        .isEqualTo(new FsOptions(Path.of("/backups"), true));
    assertThat(FsOptions.from(location, StoreProperties.of(Map.of("sync", "false"))))
        .isEqualTo(FsOptions.at(Path.of("/backups")).withoutSync());
  }

  @Test
  void wrongOptionsAndLocationsAreRefused() {
    URI location = URI.create("file:///backups");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FsOptions.from(location, StoreProperties.of(Map.of("sink", "1"))))
        .withMessageContaining("sink")
        .withMessageContaining("sync");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FsOptions.from(location, StoreProperties.of(Map.of("sync", "no"))))
        .withMessageContaining("no");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FsOptions.from(URI.create("file://host/x"), StoreProperties.of(Map.of())))
        .withMessageContaining("file:///DIRECTORY");
  }

  @Test
  void aRootWithoutAParentCannotBeOpened() {
    assertThatThrownBy(() -> FsObjectStore.open(FsOptions.at(dir.resolve("no/such"))))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("no/such");
  }
}
