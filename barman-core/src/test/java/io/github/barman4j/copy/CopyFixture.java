/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import static io.github.barman4j.catalog.Archive.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.Archive;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ListRequest;
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
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;

/** An archive of three backups on two timelines, and an empty store to copy it to. */
abstract class CopyFixture {

  static final SystemIdentifier CLUSTER = SystemIdentifier.parse("7400000000000000001");
  static final BackupId FIRST = BackupId.of("20300601T000000");
  static final BackupId SECOND = BackupId.of("20300602T000000");
  static final BackupId THIRD = BackupId.of("20300603T000000");
  static final String TLI1 = "0000000100000000000000";
  static final String TLI2 = "0000000200000000000000";

  private static final int HEADER = 64;
  private static final Map<String, byte[]> HEADERS = new ConcurrentHashMap<>();

  final ExecutorService threads = Executors.newFixedThreadPool(4);
  final Archive archive = new Archive(store -> sourceFaults(store));
  final MemoryObjectStore memory = new MemoryObjectStore("target");
  final FaultInjectingObjectStore faulty = new FaultInjectingObjectStore(memory);
  final LeakCheckingObjectStore leaks = new LeakCheckingObjectStore(faulty);
  FaultInjectingObjectStore sourceFaulty;

  CopyFixture() {
    archive.put("shop/barman4j/system-identifier", CLUSTER + "\n");
    archive.put("shop/wals/00000002.history", "1\t0/8000000\tno recovery target\n");
    wal(segments(TLI1, 1, 8));
    wal(segments(TLI2, 8, 12));
    archive.wal(TLI1 + "08.partial", TLI1 + "02.00000028.backup");
    archive.put(backup(FIRST, TLI1 + "02", TLI1 + "03"));
    archive.put(backup(SECOND, TLI1 + "05", TLI1 + "06"));
    archive.put(backup(THIRD, TLI2 + "09", TLI2 + "0A"));
    archive.put("shop/base/" + SECOND + "/data_0001.tar.gz", "more of it");
    archive.put("shop/base/" + SECOND + "/annotations/keep", "standalone");
  }

  private ObjectStore sourceFaults(ObjectStore store) {
    sourceFaulty = new FaultInjectingObjectStore(store);
    return sourceFaulty;
  }

  /** Puts segments of which only the first page's header is there, which is all that plans read. */
  final void wal(String... names) {
    for (String name : names) {
      String key = "shop/wals/" + name.substring(0, 16) + "/" + name + ".gz";
      put(archive.context().store(), key, HEADERS.computeIfAbsent(name, CopyFixture::header));
    }
  }

  private static byte[] header(String name) {
    byte[] whole =
        WalSegments.of(CLUSTER, WalSegmentSize.DEFAULT).bytes(WalSegmentName.parse(name));
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(whole, 0, HEADER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** Returns how many bytes a segment has as stored. */
  static int stored(String name) {
    return HEADERS.computeIfAbsent(name, CopyFixture::header).length;
  }

  static BackupInfo backup(BackupId id, String begin, String end) {
    return Archive.with(Archive.done(id.value(), begin, end), BackupField.SYSTEMID, CLUSTER);
  }

  static String[] segments(String prefix, int from, int to) {
    return java.util.stream.IntStream.rangeClosed(from, to)
        .mapToObj(i -> String.format("%s%02X", prefix, i))
        .toArray(String[]::new);
  }

  ServerContext source() {
    return withThreads(archive.context().store(), "shop");
  }

  ServerContext target(String name) {
    return withThreads(leaks, name);
  }

  private ServerContext withThreads(ObjectStore store, String name) {
    return new ServerContext(store, name, threads, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  ArchiveCopy copy() {
    return new ArchiveCopy(source(), target("shop"));
  }

  CopyResult run(CopySelection selection) {
    return run(selection, CopyOptions.defaults());
  }

  CopyResult run(CopySelection selection, CopyOptions options) {
    return copy().execute(copy().plan(selection), options);
  }

  void putAtTarget(String key, String body) {
    put(memory, key, body.getBytes(UTF_8));
  }

  private static void put(ObjectStore store, String key, byte[] body) {
    try {
      store.put(ObjectKey.of(key), ObjectBody.of(body), PutOptions.overwrite());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all objects of a server by their keys without its name. */
  static Map<String, String> contents(ObjectStore store, String server) {
    Map<String, String> contents = new TreeMap<>();
    ObjectStores.walk(store, ListRequest.prefix(server + "/"))
        .forEach(object -> contents.put(relative(object.key(), server), text(store, object.key())));
    return contents;
  }

  private static String relative(ObjectKey key, String server) {
    return key.value().substring(server.length() + 1);
  }

  private static String text(ObjectStore store, ObjectKey key) {
    try {
      return text(ObjectStores.read(store, key, 1 << 20));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns bytes as a text that is short where it is printed. */
  static String text(byte[] bytes) {
    return bytes.length + ":" + Arrays.hashCode(bytes);
  }

  Map<String, String> atSource() {
    Map<String, String> all = contents(archive.context().store(), "shop");
    all.put("barman4j/system-identifier", text(CLUSTER.toString().getBytes(UTF_8)));
    return all;
  }

  Map<String, String> atTarget() {
    return contents(memory, "shop");
  }

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    leaks.assertNothingOpen();
  }
}
