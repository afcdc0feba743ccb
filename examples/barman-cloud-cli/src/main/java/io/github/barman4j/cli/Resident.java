/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalArchiver;
import io.github.barman4j.wal.WalFetcher;
import io.github.barman4j.wal.WalFetcherOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WAL archive that is kept open, with what uploads and fetches ahead there. Thread-safe.
 * Closing it waits for uploads that somebody waits for.
 */
final class Resident implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Resident.class);

  private final Barman barman;
  private final WalArchive archive;
  private final ResidentOptions options;
  private final int parallel;
  private @Nullable WalArchiver archiver;
  private @Nullable WalFetcher fetcher;

  private Resident(Barman barman, WalTask task, ResidentOptions options) {
    this.barman = barman;
    this.archive = barman.server(task.server()).wal(task.options());
    this.options = options;
    this.parallel = task.parallel();
  }

  static Resident open(WalTask task, ResidentOptions options) {
    StoreAddress address = task.address();
    Barman barman = Barman.open(address.location(), options.limited(address));
    return new Resident(barman, task, options);
  }

  synchronized WalArchiver archiver() {
    WalArchiver known = archiver;
    if (known == null) {
      known = WalArchiver.open(archive, options.archiver());
      archiver = known;
    }
    return known;
  }

  synchronized WalFetcher fetcher() {
    WalFetcher known = fetcher;
    if (known == null) {
      known = WalFetcher.open(archive, fetcherOptions());
      fetcher = known;
    }
    return known;
  }

  private WalFetcherOptions fetcherOptions() {
    WalFetcherOptions byDefault = options.fetcher();
    return parallel < 0 ? byDefault : byDefault.toBuilder().prefetch(parallel).build();
  }

  @Override
  public synchronized void close() {
    close(archiver);
    close(fetcher);
    close(barman);
  }

  private static void close(@Nullable AutoCloseable one) {
    try {
      if (one != null) {
        one.close();
      }
    } catch (Exception e) {
      LOG.warn("Closing failed: {}", e.toString());
    }
  }
}
