/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.BarmanException;
import io.github.barman4j.catalog.BackupWal;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.server.BackupStop;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the WAL of a backup is in the archive. The backup is visible by then, so nothing here
 * makes it fail. For one thread.
 */
final class WalArrival {

  private static final Logger LOG = LoggerFactory.getLogger(WalArrival.class);
  private static final Duration WHERE_ARCHIVED = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 250;
  private static final int PAGE = 10;

  private final BackupRun run;
  private final WalSegmentSize size;
  private final BackupWal needed;
  private WalSegmentName next;

  WalArrival(BackupRun run, BackupStop stop, WalSegmentSize size) {
    this.run = run;
    this.size = size;
    this.next = stop.label().beginWal();
    this.needed = BackupWal.between(next, stop.lsn(), size);
  }

  /**
   * Waits for all segments from the first to that which holds the backup's last byte: as long as
   * the options say, else for a while if this server's WAL is archived here, else not at all.
   *
   * @return the first segment that is not known to be there, empty if all are
   */
  Optional<WalSegmentName> await() {
    try {
      return isComplete(limit()) ? Optional.empty() : Optional.of(next);
    } catch (IOException | BarmanException e) {
      LOG.debug("Waiting for the WAL of backup {} ended early", run.id(), e);
      return Optional.of(next);
    }
  }

  private Duration limit() throws ObjectStoreException {
    Optional<Duration> wanted = run.options().walTimeout();
    if (wanted.isPresent()) {
      return wanted.get();
    }
    return isArchivedHere() ? WHERE_ARCHIVED : Duration.ZERO;
  }

  /** The segment before the first was complete when the backup began. */
  private boolean isArchivedHere() throws ObjectStoreException {
    return isArchived(next)
        || (next.number(size) > 0
            && isArchived(
                WalSegmentName.at(
                    next.timeline(), new Lsn(next.beginLsn(size).value() - 1), size)));
  }

  private boolean isComplete(Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (WalSegmentName segment : needed.segments().toList()) {
      next = segment;
      while (!isArchived(next)) {
        if (deadline - System.nanoTime() <= 0) {
          return false;
        }
        pause();
      }
    }
    return true;
  }

  private boolean isArchived(WalSegmentName segment) throws ObjectStoreException {
    String key = run.layout().walKey(segment);
    ListRequest request = ListRequest.prefix(key).withPageSize(PAGE);
    return run.context().store().list(request).objects().stream()
        .map(ObjectMetadata::key)
        .anyMatch(found -> isSegment(found.value().substring(key.length())));
  }

  private static boolean isSegment(String suffix) {
    return Arrays.stream(Codec.values()).anyMatch(codec -> codec.suffix().equals(suffix));
  }

  private void pause() throws IOException {
    run.guard().check();
    run.progress().tick();
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      run.guard().check();
    }
  }

  /** Says what a missing segment means; nothing if none is. */
  void warn(@Nullable WalSegmentName missing, boolean fromStandby) {
    if (missing != null) {
      LOG.warn(
          "Backup {} is done, but not recoverable yet: WAL segment {} is not in {}/{}. {}",
          run.id(),
          missing,
          run.context().store().location(),
          run.layout().walsPrefix(),
          fromStandby
              ? "It arrives when the primary, which must archive into this server name, switches"
                  + " segments; a backup that is given a connection to the primary has it do so"
              : "Check that the server archives into this server name");
    }
  }
}
