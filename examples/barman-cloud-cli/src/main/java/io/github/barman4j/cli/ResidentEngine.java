/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.wal.ArchivedWal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the WAL archives open that are worked on. Of more than a few, the one that was not used for
 * the longest time is closed: it may be one whose credentials have been replaced.
 *
 * <p>Thread-safe. Closing it ends uploads that somebody waits for, and closes the stores.
 */
final class ResidentEngine implements Engine, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ResidentEngine.class);
  private static final int MOST = 16;
  private static final float USUAL_LOAD = 0.75f;

  private final ResidentOptions options;
  private final Map<WalTask, Resident> residents = new LinkedHashMap<>(MOST, USUAL_LOAD, true);
  private final Set<Path> tidied = ConcurrentHashMap.newKeySet();
  private final Instant began = Instant.now();
  private boolean closed;

  ResidentEngine(ResidentOptions options) {
    this.options = options;
  }

  @Override
  public Barman open(StoreAddress address) {
    return Barman.open(address.location(), options.limited(address));
  }

  @Override
  public ArchivedWal archive(WalTask task, Path file) {
    return unlessClosed(() -> resident(task).archiver().archive(file));
  }

  @Override
  public Optional<ArchivedWal> fetch(WalTask task, WalFileName name, Path destination) {
    tidy(destination.toAbsolutePath().getParent());
    return unlessClosed(() -> resident(task).fetcher().fetch(name, destination));
  }

  private static <T> T unlessClosed(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalStateException | OperationCancelledException e) {
      throw new EngineClosedException(e);
    }
  }

  private synchronized Resident resident(WalTask task) {
    if (closed) {
      throw new IllegalStateException("The agent ends");
    }
    Resident known = residents.get(task);
    if (known == null) {
      makeRoom();
      known = Resident.open(task, options);
      residents.put(task, known);
    }
    return known;
  }

  /** Who still uses the one that is closed gets an error and does the work by himself. */
  private void makeRoom() {
    if (residents.size() >= MOST) {
      Iterator<Resident> eldest = residents.values().iterator();
      Resident unused = eldest.next();
      eldest.remove();
      new Thread(unused::close, "closing").start();
    }
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

  @Override
  public synchronized void close() {
    closed = true;
    residents.values().forEach(Resident::close);
    residents.clear();
  }
}
