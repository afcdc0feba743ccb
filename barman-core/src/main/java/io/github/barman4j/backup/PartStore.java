/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.internal.work.BandwidthLimit;
import io.github.barman4j.internal.work.CopyStatistics;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The parts of one backup in the store: names them, sends them, and takes them back if the backup
 * fails. Thread-safe.
 */
final class PartStore {

  private final ObjectStore store;
  private final ServerLayout layout;
  private final BackupId id;
  private final String suffix;
  private final PutOptions options;
  private final BandwidthLimit limit;
  private final Progress progress;
  private final Guard guard;
  private final Map<String, AtomicInteger> numbers = new ConcurrentHashMap<>();
  private final CopyStatistics statistics = new CopyStatistics();
  private final Map<String, Long> counts = new ConcurrentSkipListMap<>();
  private final Set<ObjectKey> begun = ConcurrentHashMap.newKeySet();

  PartStore(BackupRun run) {
    this.store = run.context().store();
    this.layout = run.layout();
    this.id = run.id();
    this.suffix = run.options().compression().codec().suffix();
    this.options = run.putOptions();
    this.guard = run.guard();
    this.limit = new BandwidthLimit(run.options().bandwidthLimit(), guard);
    this.progress = run.progress();
  }

  /** Sends the first part of a series. */
  void putFirst(String base, ObjectBody body) throws IOException {
    put(new PartName(base, 0, suffix), body);
  }

  /** Sends the next part of a series. */
  void putNext(String base, ObjectBody body) throws IOException {
    int number = numbers.computeIfAbsent(base, b -> new AtomicInteger()).incrementAndGet();
    put(new PartName(base, number, suffix), body);
  }

  private void put(PartName name, ObjectBody body) throws IOException {
    guard.check();
    ObjectKey key = layout.part(id, name);
    begun.add(key);
    long begin = System.nanoTime();
    Metered[] sent = new Metered[1];
    ObjectMetadata stored =
        store.put(
            key,
            out -> {
              sent[0] = new Metered(out);
              body.writeTo(sent[0]);
            },
            options);
    if (stored.size() != sent[0].count) {
      throw new ObjectStoreException(
          "put "
              + store.location()
              + " "
              + key
              + ": sent "
              + sent[0].count
              + " bytes, the store has "
              + stored.size(),
          null);
    }
    statistics.add(name.base(), begin, System.nanoTime());
    counts.merge(name.base(), 1L, Long::sum);
  }

  /** Returns what {@code copy_stats} tells, and how many parts there are, for who restores them. */
  Map<String, Object> statistics(int workers) {
    Map<String, Object> figures = new LinkedHashMap<>(statistics.toMap(workers));
    figures.put(PartName.COUNTS, new TreeMap<>(counts));
    return figures;
  }

  /** Deletes all parts that may be in the store. */
  DeleteResult deleteAll() throws ObjectStoreException {
    return store.delete(begun);
  }

  /** Counts and slows down what is sent. */
  private final class Metered extends FilterOutputStream {
    private long count;

    Metered(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      guard.check();
      limit.acquire(length);
      out.write(bytes, offset, length);
      count += length;
      progress.uploaded(length);
    }
  }
}
