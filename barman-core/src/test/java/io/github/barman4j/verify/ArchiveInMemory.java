/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;

/** An archive of server "main" that tests damage: each in a copy of its own. */
final class ArchiveInMemory {

  static final String SERVER = "main";

  private final MemoryObjectStore store = new MemoryObjectStore("archive");

  MemoryObjectStore store() {
    return store;
  }

  ServerContext context() {
    return new ServerContext(store, SERVER, ForkJoinPool.commonPool(), Clock.systemDefaultZone());
  }

  VerificationReport verify(BackupId id) {
    return verify(id, VerifyOptions.defaults());
  }

  VerificationReport verify(BackupId id, VerifyOptions options) {
    return new BackupVerifier(context()).verify(id, options);
  }

  ArchiveInMemory copy() {
    ArchiveInMemory copy = new ArchiveInMemory();
    keys("").forEach(key -> copy.put(key, read(key)));
    return copy;
  }

  List<ObjectKey> keys(String prefix) {
    return ObjectStores.walk(store, ListRequest.prefix(prefix)).map(ObjectMetadata::key).toList();
  }

  ObjectKey partOf(BackupId id, String name) {
    String prefix = SERVER + "/base/" + id + "/" + name;
    return keys(prefix).get(0);
  }

  byte[] read(ObjectKey key) {
    try (ObjectContent content = store.get(key, GetOptions.all())) {
      return content.stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(ObjectKey key, byte[] bytes) {
    try {
      store.put(key, ObjectBody.of(bytes), PutOptions.overwrite());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void change(ObjectKey key, UnaryOperator<byte[]> change) {
    put(key, change.apply(read(key)));
  }

  void clear() {
    store.delete(keys(""));
  }

  void delete(ObjectKey key) {
    store.delete(List.of(key));
  }
}
