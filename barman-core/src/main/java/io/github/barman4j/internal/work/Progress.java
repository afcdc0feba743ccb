/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.work;

import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.backup.BackupProgress;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.listener.SafeCalls;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is done and tells the listener. Counting and {@link #snapshot()} are thread-safe;
 * telling is for the thread that runs the backup.
 */
public final class Progress {

  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

  private final BackupListener listener;
  private final SafeCalls calls = new SafeCalls("backup listener");
  private final LongAdder files = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder uploaded = new LongAdder();
  private volatile BackupPhase phase = BackupPhase.CONNECTING;
  private volatile long filesTotal;
  private volatile long bytesTotal;
  private volatile long copyingSince;
  private long told = System.nanoTime() - INTERVAL;

  public Progress(BackupListener listener) {
    this.listener = listener;
  }

  public void enter(BackupPhase next) {
    phase = next;
    if (next == BackupPhase.COPYING) {
      copyingSince = System.nanoTime();
    }
    LOG.debug("Backup: {}", next);
    calls.call(() -> listener.onPhase(next));
  }

  public BackupPhase phase() {
    return phase;
  }

  public void expect(long allFiles, long allBytes) {
    filesTotal = allFiles;
    bytesTotal = allBytes;
  }

  public void read(long count) {
    bytes.add(count);
  }

  public void fileDone() {
    files.increment();
  }

  public void uploaded(long count) {
    uploaded.add(count);
  }

  public BackupProgress snapshot() {
    long done = bytes.sum();
    return new BackupProgress(
        phase, files.sum(), filesTotal, done, bytesTotal, uploaded.sum(), rate(done));
  }

  private long rate(long done) {
    if (copyingSince == 0) {
      return 0;
    }
    double seconds = (System.nanoTime() - copyingSince) / (double) TimeUnit.SECONDS.toNanos(1);
    return seconds <= 0 ? 0 : (long) (done / seconds);
  }

  /** Tells the listener how far the backup is, unless it has heard of it a moment ago. */
  public void tick() {
    long now = System.nanoTime();
    if (now - told >= INTERVAL) {
      told = now;
      BackupProgress snapshot = snapshot();
      calls.call(() -> listener.onProgress(snapshot));
    }
  }

  public void started(BackupId id) {
    calls.call(() -> listener.onStarted(id));
  }

  public void done(io.github.barman4j.catalog.BackupInfo info) {
    BackupProgress last = snapshot();
    calls.call(() -> listener.onProgress(last));
    calls.call(() -> listener.onDone(info));
  }

  public void failed(BackupId id, RuntimeException error) {
    calls.call(() -> listener.onFailed(id, error));
  }
}
