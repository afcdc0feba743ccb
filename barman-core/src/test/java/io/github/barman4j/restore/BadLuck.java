/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.testing.storage.LeakCheckingObjectStore;
import io.github.barman4j.testing.wal.WalSegments;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import io.github.barman4j.wal.WalRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** An archive with one backup made by hand and WAL behind it, in a store that fails on order. */
final class BadLuck {

  static final WalSegmentSize SIZE = WalSegmentSize.DEFAULT;
  static final long FIRST = 3;
  static final long LAST = 5;

  final MemoryObjectStore memory = new MemoryObjectStore("badluck");
  final LeakCheckingObjectStore leaks = new LeakCheckingObjectStore(memory);
  final FaultInjectingObjectStore store = new FaultInjectingObjectStore(leaks);
  final ServerLayout layout = new ServerLayout("main");
  final HandMade backup;
  private final ServerContext context;

  BadLuck(Executor executor) {
    context = new ServerContext(store, "main", executor, Clock.systemUTC());
    backup = new HandMade(store, executor);
  }

  /** Puts sound WAL and the catalog's entry of the backup into the archive. */
  BadLuck archive(Path directory) throws IOException {
    WalSegments segments = WalSegments.of(SystemIdentifier.parse("7412345678901234567"), SIZE);
    WalArchive wal = wal();
    for (long number = FIRST; number <= LAST; number++) {
      wal.archive(segments.write(directory, segment(number)));
    }
    put(layout.backupInfo(HandMade.ID), InfoFile.format(backup.info(), InfoFile.Profile.LEGACY));
    return this;
  }

  static WalSegmentName segment(long number) {
    return WalSegmentName.at(TimelineId.of(1), new Lsn(number * SIZE.bytes()), SIZE);
  }

  WalArchive wal() {
    return new WalArchive(context, WalOptions.builder().build());
  }

  Restore restore() {
    return new Restore(context, new BackupCatalog(context), wal());
  }

  /** Returns a plan to read the backup and all WAL, whatever is in the archive. */
  RestorePlan plan() {
    RestorePlan bare = backup.plan();
    return new RestorePlan(
        bare.request(),
        bare.backup(),
        bare.history(),
        bare.parts(),
        List.of(WalRange.of(segment(FIRST), segment(LAST), SIZE)),
        bare.found(),
        bare.warnings());
  }

  RestoreResult execute(RestoreOptions options) {
    return restore().execute(plan(), options);
  }

  void put(ObjectKey key, String text) throws IOException {
    memory.put(key, ObjectBody.of(text), PutOptions.overwrite());
  }

  void put(ObjectKey key, byte[] bytes) throws IOException {
    memory.put(key, ObjectBody.of(bytes), PutOptions.overwrite());
  }

  /** Returns all paths below a directory, none if it is absent. */
  static List<Path> pathsBelow(Path directory) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> !path.equals(directory)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
