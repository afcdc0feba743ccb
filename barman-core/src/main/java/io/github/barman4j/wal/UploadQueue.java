/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.wal.WalArchiverStatus.Archived;
import io.github.barman4j.wal.WalArchiverStatus.Failure;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which files of an archiver wait, are uploading or are archived and not asked for, and what may
 * begin next. Does no I/O; thread-safe.
 *
 * <p>What was answered stays known until PostgreSQL has taken its mark away, so that it is not
 * uploaded ahead once more; it is not answered a second time.
 */
final class UploadQueue {

  private static final int MAX_ANSWERED = 1024;

  private final WalArchiverOptions options;
  private final Clock clock;
  private final Consumer<Upload> worker;
  private final Map<SeenWal, Upload> uploads = new LinkedHashMap<>();
  private final Deque<Upload> waiting = new ArrayDeque<>();
  private final Set<WalFileName> answered = new LinkedHashSet<>();
  private int working;
  private boolean paused;
  private boolean closed;
  private long archivedFiles;
  private @Nullable Archived lastArchived;
  private @Nullable Failure lastFailure;

  /**
   * Makes an empty queue.
   *
   * @param worker has a thread take care of an upload, and of those that {@link #next()} gives then
   */
  UploadQueue(WalArchiverOptions options, Clock clock, Consumer<Upload> worker) {
    this.options = options;
    this.clock = clock;
    this.worker = worker;
  }

  /**
   * Joins the upload of a file that PostgreSQL asks for, which is begun if there is none.
   *
   * @throws IllegalStateException after the end
   */
  synchronized Upload demand(SeenWal wal, Path file) {
    if (closed) {
      throw new IllegalStateException("The WAL archiver is closed; " + file + " is not archived");
    }
    uploads.values().removeIf(other -> isOutdatedBy(wal, other));
    Upload upload = uploads.get(wal);
    if (upload == null) {
      upload = add(new Upload(wal, file, latest(wal.name())));
    } else if (upload.isSettled()) {
      answer(upload);
    }
    upload.join();
    return upload;
  }

  private static boolean isOutdatedBy(SeenWal wal, Upload other) {
    return other.isSettled() && other.name().equals(wal.name()) && !other.wal().equals(wal);
  }

  private @Nullable Upload latest(WalFileName name) {
    return uploads.values().stream()
        .filter(upload -> upload.name().equals(name))
        .reduce(null, (earlier, later) -> later);
  }

  private Upload add(Upload upload) {
    uploads.put(upload.wal(), upload);
    if (working < options.parallel()) {
      begin(upload);
    } else {
      waiting.add(upload);
    }
    return upload;
  }

  private void begin(Upload upload) {
    try {
      worker.accept(upload);
      working++;
    } catch (RuntimeException | Error e) {
      uploads.remove(upload.wal());
      throw e;
    }
  }

  private void answer(Upload upload) {
    uploads.remove(upload.wal());
    answered.add(upload.name());
    if (answered.size() > MAX_ANSWERED) {
      answered.remove(answered.iterator().next());
    }
  }

  /** Notes that one who waited has given up; the file is archived ahead now. */
  synchronized void leave(Upload upload) {
    upload.leave();
  }

  /** Returns how many uploads ahead may begin. */
  synchronized int room() {
    if (closed || paused || !waiting.isEmpty()) {
      return 0;
    }
    int running = count(upload -> !upload.isSettled() && upload.isAhead());
    int unasked = count(Upload::isAhead);
    int threads = options.parallel() - 1 - Math.max(running, working - 1);
    return Math.max(0, Math.min(threads, options.lookAhead() - unasked));
  }

  private int count(Predicate<Upload> which) {
    return (int) uploads.values().stream().filter(which).count();
  }

  /** Begins an upload ahead if there is room and the file is not known. */
  synchronized void ahead(SeenWal wal, Path file) {
    if (room() > 0 && !knows(wal.name())) {
      add(new Upload(wal, file, null));
    }
  }

  synchronized boolean knows(WalFileName name) {
    return answered.contains(name)
        || uploads.values().stream().anyMatch(upload -> upload.name().equals(name));
  }

  /** Returns the files that are remembered although they are archived. */
  synchronized Set<WalFileName> remembered() {
    Stream<WalFileName> settled =
        uploads.values().stream().filter(Upload::isSettled).map(Upload::name);
    return Stream.concat(settled, answered.stream()).collect(Collectors.toSet());
  }

  /** Forgets files that are archived. */
  synchronized void forget(Collection<WalFileName> names) {
    answered.removeAll(names);
    uploads.values().removeIf(each -> each.isSettled() && names.contains(each.name()));
  }

  /** Notes that a file is archived. */
  synchronized void succeeded(Upload upload) {
    upload.settle();
    archivedFiles++;
    lastArchived = new Archived(upload.name(), clock.instant());
    if (!upload.isAhead()) {
      paused = false;
      answer(upload);
    } else if (count(each -> each.isSettled()) > options.lookAhead()) {
      uploads.remove(upload.wal());
    }
  }

  /**
   * Notes that an upload failed, and forgets it.
   *
   * @return whether nobody waits for it
   */
  synchronized boolean failed(Upload upload, Throwable error) {
    upload.settle();
    uploads.remove(upload.wal());
    paused = true;
    String message = String.valueOf(error.getMessage());
    lastFailure = new Failure(upload.name(), clock.instant(), message);
    return upload.isAhead();
  }

  /** Returns the upload that a thread takes care of after another, null if it may end. */
  synchronized @Nullable Upload next() {
    Upload next = waiting.poll();
    if (next == null) {
      working--;
    }
    return next;
  }

  /** Lets nothing begin any more but what is waited for. */
  synchronized void close() {
    closed = true;
  }

  /** Fails everything that has not ended. */
  synchronized void abandon() {
    waiting.clear();
    for (Upload upload : uploads.values()) {
      upload.fail(
          new OperationCancelledException(
              "Archive "
                  + upload.file()
                  + ": the WAL archiver was closed before the upload ended; it may or may not be in"
                  + " the archive. Archive it again"));
    }
    uploads.clear();
  }

  synchronized WalArchiverStatus status() {
    int finished = count(Upload::isSettled);
    return new WalArchiverStatus(
        uploads.size() - finished, finished, archivedFiles, paused, lastArchived, lastFailure);
  }
}
