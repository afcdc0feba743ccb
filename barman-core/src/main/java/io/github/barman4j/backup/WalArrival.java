/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupWal;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Waits until the WAL of a backup is in the archive. For one thread. */
final class WalArrival {

  private static final long POLL_MILLIS = 250;
  private static final int PAGE = 10;

  private final ServerContext context;
  private final ServerLayout layout;
  private final Guard guard;
  private final Progress progress;

  WalArrival(BackupRun run) {
    context = run.context();
    layout = run.layout();
    guard = run.guard();
    progress = run.progress();
  }

  /**
   * Waits for all segments from one to that which holds the byte before a position.
   *
   * @throws IOException that names the first missing segment if it takes longer
   */
  void await(WalSegmentName first, Lsn end, WalSegmentSize size, Duration limit)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (WalSegmentName next : BackupWal.between(first, end, size).segments().toList()) {
      while (!isArchived(next)) {
        if (deadline - System.nanoTime() < 0) {
          throw new IOException(
              "WAL segment "
                  + next
                  + " did not arrive in "
                  + context.store().location()
                  + "/"
                  + layout.walsPrefix()
                  + " within "
                  + limit
                  + "; check that the server's archive_command archives into this server name");
        }
        pause();
      }
    }
  }

  private boolean isArchived(WalSegmentName segment) throws ObjectStoreException {
    String key = layout.walKey(segment);
    return context.store().list(ListRequest.prefix(key).withPageSize(PAGE)).objects().stream()
        .map(ObjectMetadata::key)
        .anyMatch(found -> isSegment(found.value().substring(key.length())));
  }

  private static boolean isSegment(String suffix) {
    return Arrays.stream(Codec.values()).anyMatch(codec -> codec.suffix().equals(suffix));
  }

  private void pause() throws IOException {
    guard.check();
    progress.tick();
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      guard.check();
    }
  }
}
