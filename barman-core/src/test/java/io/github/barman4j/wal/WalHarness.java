/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.ServerContext;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.testing.storage.LeakCheckingObjectStore;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** An archive in memory, a cluster that fills it, and what tests do with them. */
final class WalHarness {

  static final SystemIdentifier CLUSTER = SystemIdentifier.parse("7412345678901234567");
  static final SystemIdentifier OTHER_CLUSTER = SystemIdentifier.parse("7499999999999999999");
  static final WalSegmentSize SIZE = new WalSegmentSize(1 << 20);
  static final WalSegmentName FIRST = WalSegmentName.parse("000000010000000000000001");
  static final String SERVER = "orders-db";

  final MemoryObjectStore memory = new MemoryObjectStore("wal");
  final LeakCheckingObjectStore leaks = new LeakCheckingObjectStore(memory);
  final FaultInjectingObjectStore store = new FaultInjectingObjectStore(leaks);
  final ServerLayout layout = new ServerLayout(SERVER);
  final WalSegments segments = WalSegments.of(CLUSTER, SIZE);

  static ServerContext context(ObjectStore store) {
    return new ServerContext(store, SERVER, Runnable::run, Clock.systemUTC());
  }

  WalArchive archive() {
    return archive(Compression.ZSTD);
  }

  WalArchive archive(Compression compression) {
    return archive(WalOptions.builder().compression(compression).build());
  }

  WalArchive archive(WalOptions options) {
    return new WalArchive(context(store), options);
  }

  /** Puts an object as another tool would. */
  void put(ObjectKey key, byte[] bytes) {
    try {
      memory.put(key, ObjectBody.of(bytes), PutOptions.overwrite());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] stored(ObjectKey key) throws IOException {
    return ObjectStores.read(memory, key, 1 << 30);
  }

  List<String> keys() {
    return ObjectStores.walk(memory, io.github.barman4j.storage.ListRequest.prefix(""))
        .map(object -> object.key().value())
        .toList();
  }

  static byte[] compress(Compression compression, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressed = compression.compressing(out)) {
      compressed.write(bytes);
    }
    return out.toByteArray();
  }

  static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
