/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that something is awaited from, a request or a farewell. One that keeps the agent waiting
 * loses its connection after a while, or when too many wait: a client sends all at once.
 */
final class Arrivals {

  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
  private static final int MOST = 32;

  private final ScheduledExecutorService clock;
  private final Duration patience;
  private final Set<SocketChannel> waiting = new LinkedHashSet<>();

  Arrivals(ScheduledExecutorService clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
  }

  /** Reads from a client; it fails if the client lets the agent wait. */
  <T> T await(SocketChannel client, Reading<T> reading) throws IOException {
    ScheduledFuture<?> end =
        clock.schedule(() -> giveUp(client), patience.toMillis(), TimeUnit.MILLISECONDS);
    begin(client);
    try {
      return reading.read();
    } finally {
      end.cancel(false);
      end(client);
    }
  }

  private synchronized void begin(SocketChannel client) {
    waiting.add(client);
    if (waiting.size() > MOST) {
      SocketChannel eldest = waiting.iterator().next();
      waiting.remove(eldest);
      giveUp(eldest);
    }
  }

  private synchronized void end(SocketChannel client) {
    waiting.remove(client);
  }

  private static void giveUp(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      LOG.debug("Not closed: {}", e.toString());
    }
  }

  /** What is read. */
  interface Reading<T> {
    T read() throws IOException;
  }
}
