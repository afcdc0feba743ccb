/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins uploads of the files that PostgreSQL will ask for next. Thread-safe. */
final class LookAhead {

  private static final Logger LOG = LoggerFactory.getLogger(LookAhead.class);

  /** With a long backlog, listing the marks once per file would cost more than the uploads. */
  private static final int LISTED = 256;

  private final UploadQueue queue;
  private final Deque<WalFileName> upcoming = new ArrayDeque<>();
  private @Nullable ReadyFiles listed;

  LookAhead(UploadQueue queue) {
    this.queue = queue;
  }

  /** Begins what there is room for. */
  synchronized void run(ReadyFiles ready) {
    forgetTaken(ready);
    if (!ready.equals(listed)) {
      upcoming.clear();
      listed = ready;
    }
    boolean fresh = false;
    while (queue.room() > 0 && !(fresh && upcoming.isEmpty())) {
      if (upcoming.isEmpty()) {
        upcoming.addAll(ready.first(LISTED, name -> !queue.knows(name)));
        fresh = true;
      } else {
        begin(upcoming.remove(), ready);
      }
    }
  }

  private void forgetTaken(ReadyFiles ready) {
    List<WalFileName> taken =
        queue.remembered().stream().filter(name -> !ready.isReady(name)).toList();
    queue.forget(taken);
  }

  private void begin(WalFileName name, ReadyFiles ready) {
    if (!queue.knows(name) && ready.isReady(name)) {
      look(name, ready).ifPresent(wal -> queue.ahead(wal, ready.file(name)));
    }
  }

  private static Optional<SeenWal> look(WalFileName name, ReadyFiles ready) {
    try {
      return Optional.of(SeenWal.of(name, ready.file(name)));
    } catch (IOException e) {
      LOG.debug("{} is marked as ready and cannot be read", ready.file(name), e);
      return Optional.empty();
    }
  }
}
