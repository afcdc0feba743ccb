/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client, from its request to its farewell. */
final class AgentConnection {

  private static final Logger LOG = LoggerFactory.getLogger(AgentConnection.class);
  private static final int SECONDS_ALIVE = 5;

  private final SocketChannel client;
  private final AgentHandler handler;
  private final ScheduledExecutorService pulse;
  private final Arrivals arrivals;
  private boolean answering;

  AgentConnection(
      SocketChannel client,
      AgentHandler handler,
      ScheduledExecutorService pulse,
      Arrivals arrivals) {
    this.client = client;
    this.handler = handler;
    this.pulse = pulse;
    this.arrivals = arrivals;
  }

  void serve() {
    try (client) {
      AgentRequest request =
          AgentRequest.of(arrivals.await(client, () -> AgentMessage.read(client)));
      AgentAnswer answer = handle(request);
      try {
        answer(answer);
        arrivals.await(client, () -> client.read(ByteBuffer.allocate(1)));
      } finally {
        deleteUnclaimed(answer);
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("A client has gone: {}", e.toString());
    } catch (Error e) {
      LOG.error("A client was not served: {}", e.toString());
    }
  }

  private AgentAnswer handle(AgentRequest request) {
    ScheduledFuture<?> alive =
        pulse.scheduleAtFixedRate(this::sayAlive, SECONDS_ALIVE, SECONDS_ALIVE, TimeUnit.SECONDS);
    try {
      return handler.handle(request);
    } catch (RuntimeException | Error e) {
      LOG.warn("A request was not done: {}", e.toString());
      return AgentAnswer.refused("");
    } finally {
      alive.cancel(false);
    }
  }

  private synchronized void sayAlive() {
    try {
      if (!answering) {
        AgentMessage.writeAll(client, ByteBuffer.wrap(new byte[] {AgentMessage.ALIVE}));
      }
    } catch (IOException gone) {
      LOG.debug("A client waits no longer");
    }
  }

  private synchronized void answer(AgentAnswer answer) throws IOException {
    answering = true;
    AgentMessage.write(client, answer.toFields());
  }

  /** What the client has not renamed by now, it never will. */
  private static void deleteUnclaimed(AgentAnswer answer) throws IOException {
    if (!answer.file().isEmpty()) {
      Files.deleteIfExists(Path.of(answer.file()));
    }
  }
}
