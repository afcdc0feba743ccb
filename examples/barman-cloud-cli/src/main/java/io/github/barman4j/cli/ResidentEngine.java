/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.wal.ArchivedWal;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalArchiver;
import io.github.barman4j.wal.WalFetcher;
import io.github.barman4j.wal.WalFetcherOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps stores open, and with each archive that is worked on what uploads and fetches ahead.
 *
 * <p>Thread-safe. Closing it ends uploads that somebody waits for, and closes the stores.
 */
final class ResidentEngine implements Engine, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ResidentEngine.class);

  /** More are somebody's mistake, and would cost memory. */
  private static final int MOST = 16;

  private final ResidentOptions options;
  private final Map<StoreAddress, Barman> stores = new HashMap<>();
  private final Map<WalTask, WalArchiver> archivers = new HashMap<>();
  private final Map<WalTask, WalFetcher> fetchers = new HashMap<>();
  private final Set<Path> tidied = ConcurrentHashMap.newKeySet();
  private final Instant began = Instant.now();

  ResidentEngine(ResidentOptions options) {
    this.options = options;
  }

  /** Returns archives whose store stays open when they are closed. */
  @Override
  public Barman open(StoreAddress address) {
    return Barman.builder().store(shared(address).store()).build();
  }

  @Override
  public ArchivedWal archive(WalTask task, Path file) {
    return once(archivers, task, this::newArchiver).archive(file);
  }

  @Override
  public Optional<ArchivedWal> fetch(WalTask task, WalFileName name, Path destination) {
    tidy(destination.toAbsolutePath().getParent());
    return once(fetchers, task, this::newFetcher).fetch(name, destination);
  }

  /** Once in each directory, what an agent that was killed has left for its clients goes. */
  private void tidy(@Nullable Path directory) {
    if (directory != null && tidied.add(directory)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, HandOver.MARK + "*")) {
        for (Path file : left) {
          deleteOld(file);
        }
      } catch (IOException e) {
        LOG.debug("Not tidied: {}", e.toString());
      }
    }
  }

  private void deleteOld(Path file) throws IOException {
    if (Files.getLastModifiedTime(file).toInstant().isBefore(began)) {
      Files.deleteIfExists(file);
    }
  }

  private WalArchiver newArchiver(WalTask task) {
    return WalArchiver.open(archive(task), options.archiver());
  }

  private WalFetcher newFetcher(WalTask task) {
    WalFetcherOptions fetching = options.fetcher();
    int ahead = task.parallel();
    return WalFetcher.open(
        archive(task), ahead < 0 ? fetching : fetching.toBuilder().prefetch(ahead).build());
  }

  private WalArchive archive(WalTask task) {
    return shared(task.address()).server(task.server()).wal(task.options());
  }

  private Barman shared(StoreAddress address) {
    return once(stores, address, key -> Barman.open(key.location(), options.limited(key)));
  }

  private synchronized <K, V> V once(Map<K, V> all, K key, Function<K, V> maker) {
    V known = all.get(key);
    if (known == null) {
      requireRoom(all);
      known = maker.apply(key);
      all.put(key, known);
    }
    return known;
  }

  private static void requireRoom(Map<?, ?> all) {
    if (all.size() >= MOST) {
      throw new IllegalStateException(
          "The agent works for " + MOST + " archives already; start another for more");
    }
  }

  @Override
  public synchronized void close() {
    List<AutoCloseable> all = new ArrayList<>(archivers.values());
    all.addAll(fetchers.values());
    all.addAll(stores.values());
    all.forEach(ResidentEngine::close);
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      LOG.warn("Closing failed: {}", e.toString());
    }
  }
}
