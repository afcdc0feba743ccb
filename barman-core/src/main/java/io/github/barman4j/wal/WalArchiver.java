/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static java.util.Objects.requireNonNull;

import io.github.barman4j.InvalidWalException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.internal.listener.SafeCalls;
import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resident behind {@code archive_command} that uploads ahead: while PostgreSQL asks for one file
 * after the other, the next ones, which it has marked in {@code archive_status} beside the file it
 * asked for, are on their way already. {@link #archive} waits for its own file only, and often for
 * nothing.
 *
 * <p>A file archived ahead counts only as long as it is the same file, by size, time and inode;
 * else it is archived again, which never overwrites. If an upload fails, nothing more is uploaded
 * ahead until a file that PostgreSQL asked for is archived. All this is in memory: after a crash
 * PostgreSQL asks again and the archive has it already. Memory is bounded by the number of uploads.
 *
 * <p>Thread-safe; uploads run on threads of its own. The caller closes it, before the store.
 */
public final class WalArchiver implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WalArchiver.class);

  private final WalArchive archive;
  private final WalArchiverOptions options;
  private final Workers workers = new Workers("wal-archiver");
  private final UploadQueue queue;
  private final LookAhead lookAhead;
  private final AtomicInteger looks = new AtomicInteger();
  private final SafeCalls calls = new SafeCalls("listener of the WAL archiver");
  private volatile @Nullable ReadyFiles ready;

  private WalArchiver(WalArchive archive, WalArchiverOptions options) {
    this.archive = requireNonNull(archive, "archive");
    this.options = requireNonNull(options, "options");
    this.queue =
        new UploadQueue(
            options, archive.context().clock(), upload -> workers.run(() -> work(upload)));
    this.lookAhead = new LookAhead(queue);
  }

  /** Opens an archiver; no request is made yet. */
  public static WalArchiver open(WalArchive archive, WalArchiverOptions options) {
    return new WalArchiver(archive, options);
  }

  /**
   * Archives a file under its own name.
   *
   * @throws IllegalArgumentException if PostgreSQL does not archive files of this name
   * @see #archive(WalFileName, Path)
   */
  public ArchivedWal archive(Path walFile) {
    return archive(WalArchive.nameOf(walFile), walFile);
  }

  /**
   * Archives a file and returns when it is durable in the archive, as {@link
   * WalArchive#archive(WalFileName, Path)} does, with the same errors. Calls for one file at a time
   * share one upload. Having returned, it looks ahead in the background.
   *
   * @param walFile as PostgreSQL gives it; a relative one is relative to the working directory of
   *     this process
   * @return what was done, even if before the call
   * @throws OperationCancelledException if the thread is interrupted, or the archiver closed,
   *     meanwhile; the upload may yet succeed
   * @throws IllegalStateException if the archiver is closed
   */
  public ArchivedWal archive(WalFileName name, Path walFile) {
    Upload upload = queue.demand(look(name, walFile), walFile);
    ready = ReadyFiles.beside(walFile);
    lookAhead();
    try {
      return upload.await();
    } catch (InterruptedException e) {
      queue.leave(upload);
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(
          "Archive " + walFile + ": interrupted; the upload goes on. Archive it again", e);
    }
  }

  private static SeenWal look(WalFileName name, Path walFile) {
    try {
      return SeenWal.of(name, walFile);
    } catch (IOException e) {
      throw new InvalidWalException(
          "WAL file " + name + " cannot be read: " + e + ". Nothing was archived.", e);
    }
  }

  /** Returns what the archiver is doing now; makes no request. */
  public WalArchiverStatus status() {
    return queue.status();
  }

  private void work(Upload first) {
    for (Upload upload = first; upload != null; upload = queue.next()) {
      upload(upload);
    }
    lookAhead();
  }

  private void upload(Upload upload) {
    try {
      upload.awaitTurn();
      ArchivedWal archived = archive.archive(upload.name(), upload.file());
      queue.succeeded(upload);
      upload.complete(archived);
      tell(() -> options.listener().onArchived(archived));
    } catch (RuntimeException | Error e) {
      fail(upload, e);
    }
  }

  private void fail(Upload upload, Throwable error) {
    if (queue.failed(upload, error)) {
      LOG.warn("Archiving {} ahead failed and waits to be asked for", upload.name(), error);
    }
    upload.fail(error);
    tell(() -> options.listener().onFailed(upload.name(), error));
  }

  private void tell(Runnable event) {
    synchronized (calls) {
      calls.call(event);
    }
  }

  /** One looks at a time, however long that takes; who comes meanwhile has it look once more. */
  private void lookAhead() {
    if (options.lookAhead() > 0 && looks.getAndIncrement() == 0) {
      try {
        workers.run(this::look);
      } catch (RejectedExecutionException closed) {
        LOG.debug("Not looking ahead: the archiver is closed");
      }
    }
  }

  private void look() {
    int seen = looks.get();
    while (seen > 0) {
      lookOnce();
      seen = looks.compareAndSet(seen, 0) ? 0 : looks.get();
    }
  }

  private void lookOnce() {
    ReadyFiles files = ready;
    if (files != null) {
      try {
        lookAhead.run(files);
      } catch (RuntimeException | Error e) {
        LOG.warn("Looking ahead in {} failed", files.archiveStatus(), e);
      }
    }
  }

  /**
   * Takes no more files, and waits for all uploads, as long as the options say or until the thread
   * is interrupted; then interrupts them, and those who wait get {@link
   * OperationCancelledException}. Closing again does nothing.
   */
  @Override
  public void close() {
    queue.close();
    if (!workers.end(options.closeTimeout())) {
      queue.abandon();
      if (!workers.interrupt()) {
        LOG.warn("Uploads of the WAL archiver do not end when interrupted; they are left to end");
      }
    }
  }
}
