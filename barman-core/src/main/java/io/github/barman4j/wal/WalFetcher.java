/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static java.util.Objects.requireNonNull;

import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resident behind {@code restore_command} that fetches ahead: it answers as soon as the file that
 * is asked for is delivered, and has the next segments of the timeline ready, in a spool, when they
 * are asked for.
 *
 * <p>What is delivered from the spool is whole, checked and synced like everything else, and is
 * what the archive had when it was prefetched: never a partial segment. Only presence is
 * remembered: that a segment is not there, or that a prefetch failed, is asked again when somebody
 * asks. After such an end, and while recovery goes backwards or jumps, nothing more is prefetched.
 *
 * <p>Thread-safe; prefetches run on threads of its own. The caller closes it, before the store.
 */
public final class WalFetcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WalFetcher.class);

  private final WalArchive archive;
  private final WalArchive complete;
  private final SpoolDirectory spool;
  private final Workers workers = new Workers("wal-fetcher");
  private final PrefetchWindow window;
  private final AtomicLong directly = new AtomicLong();
  private final AtomicLong fromSpool = new AtomicLong();

  private WalFetcher(WalArchive archive, WalFetcherOptions options, SpoolDirectory spool) {
    this.archive = archive;
    this.complete = archive.withoutPartialFallback();
    this.spool = spool;
    this.window =
        new PrefetchWindow(options, spool::resolve, prefetch -> workers.run(() -> work(prefetch)));
  }

  /**
   * Opens a fetcher with a directory of its own in the spool, and removes from there what instances
   * left that were killed. No request is made yet.
   *
   * @throws StorageFailedException if the directory cannot be made
   */
  public static WalFetcher open(WalArchive archive, WalFetcherOptions options) {
    requireNonNull(archive, "archive");
    try {
      return new WalFetcher(archive, options, SpoolDirectory.in(options.spool()));
    } catch (IOException e) {
      throw new StorageFailedException("Make a directory in the WAL spool " + options.spool(), e);
    }
  }

  /**
   * Fetches a file to a destination as {@link WalArchive#fetch} does, with the same answers and
   * errors, from the spool if it is there; a prefetch of it that runs is waited for. Then the next
   * segments are prefetched in the background, if this one is complete and the first on its
   * timeline or the next or the same as before.
   *
   * @return what was fetched; empty only if the store said, in this call, that it is not there
   * @throws OperationCancelledException if the thread is interrupted
   * @throws IllegalStateException if the fetcher is closed
   */
  public Optional<ArchivedWal> fetch(WalFileName name, Path destination) {
    if (window.isClosed()) {
      throw new IllegalStateException("The WAL fetcher is closed; " + name + " is not fetched");
    }
    Optional<ArchivedWal> found =
        name instanceof WalSegmentName segment
            ? fromSpool(segment, destination).or(() -> directly(name, destination))
            : directly(name, destination);
    found.ifPresent(this::moveOn);
    return found;
  }

  private Optional<ArchivedWal> directly(WalFileName name, Path destination) {
    Optional<ArchivedWal> found = archive.fetch(name, destination);
    found.ifPresent(any -> directly.incrementAndGet());
    return found;
  }

  private Optional<ArchivedWal> fromSpool(WalSegmentName name, Path destination) {
    return window.find(name).flatMap(prefetch -> deliver(prefetch, destination));
  }

  /** Whatever goes wrong here may go better, or is reported, directly. */
  private Optional<ArchivedWal> deliver(Prefetch prefetch, Path destination) {
    Optional<ArchivedWal> found = await(prefetch);
    if (found.isEmpty() || !window.claim(prefetch)) {
      return Optional.empty();
    }
    try {
      requireWhole(prefetch.file(), found.get());
      StagedFile.move(prefetch.file(), destination);
      fromSpool.incrementAndGet();
      return found;
    } catch (IOException e) {
      LOG.warn("{} cannot be delivered from the spool and is fetched again", prefetch.name(), e);
      delete(prefetch);
      return Optional.empty();
    }
  }

  private static Optional<ArchivedWal> await(Prefetch prefetch) {
    try {
      return prefetch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("Fetch " + prefetch.name() + ": interrupted", e);
    }
  }

  private static void requireWhole(Path file, ArchivedWal wal) throws IOException {
    long bytes = Files.size(file);
    if (bytes != wal.bytes()) {
      throw new IOException(file + ": expected " + wal.bytes() + " bytes, got " + bytes);
    }
  }

  private void moveOn(ArchivedWal wal) {
    if (wal.name() instanceof WalSegmentName segment) {
      moveBehind(segment, new WalSegmentSize(Math.toIntExact(wal.bytes())));
    }
  }

  /** The segment is delivered, whether or not there are threads to fetch others. */
  private void moveBehind(WalSegmentName segment, WalSegmentSize size) {
    try {
      window.delivered(segment, size).forEach(WalFetcher::delete);
    } catch (RuntimeException | Error e) {
      LOG.warn("Nothing is prefetched behind {}", segment, e);
    }
  }

  private void work(Prefetch first) {
    for (Prefetch prefetch = first; prefetch != null; prefetch = window.next()) {
      if (!window.ended(prefetch, prefetch(prefetch))) {
        delete(prefetch);
      }
    }
  }

  private Optional<ArchivedWal> prefetch(Prefetch prefetch) {
    try {
      return complete.prefetch(prefetch.name(), prefetch.file());
    } catch (OperationCancelledException closed) {
      LOG.debug("Prefetching {} was interrupted", prefetch.name());
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      LOG.warn("Prefetching {} failed; it waits to be asked for", prefetch.name(), e);
      return Optional.empty();
    }
  }

  private static void delete(Prefetch prefetch) {
    try {
      Files.deleteIfExists(prefetch.file());
    } catch (IOException e) {
      LOG.warn("{} stays in the spool until it is closed", prefetch.file(), e);
    }
  }

  /** Returns what the fetcher is doing now; makes no request. */
  public WalFetcherStatus status() {
    return window.status(directly.get(), fromSpool.get());
  }

  /**
   * Takes no more requests, interrupts the prefetches and removes the spool. Requests that are
   * being answered are answered. Closing again does nothing.
   */
  @Override
  public void close() {
    window.close();
    if (!workers.interrupt()) {
      LOG.warn("Prefetches of the WAL fetcher do not end when interrupted; they are left to end");
    }
    try {
      spool.close();
    } catch (IOException e) {
      LOG.warn("The spool is not removed; the next fetcher there will do it", e);
    }
  }
}
