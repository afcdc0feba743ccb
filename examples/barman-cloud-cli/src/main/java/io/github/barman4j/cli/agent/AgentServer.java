/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a Unix-domain socket that only its owner can use, and has each client's request done
 * by a thread of its own.
 *
 * <p>The socket's file appears when the server is ready, and replaces that of a server that died.
 * Closing it takes no more clients, waits for those that are being served, and removes the file.
 */
public final class AgentServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

  /** A client sends its request, and renames what it was handed, at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path socket;
  private final ServerSocketChannel listening;
  private final AgentHandler handler;
  private final Duration drain;
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
  private final Arrivals arrivals;

  private AgentServer(
      Path socket, ServerSocketChannel listening, AgentHandler handler, Duration drain) {
    this.arrivals = new Arrivals(pulse, PATIENCE);
    this.socket = socket;
    this.listening = listening;
    this.handler = handler;
    this.drain = drain;
  }

  /**
   * Begins to listen; {@link #serve()} does the work.
   *
   * @param socket the file to make, in a directory that exists
   * @param drain how long {@link #close()} waits for clients that are being served
   * @throws IOException if another server listens there, or the file cannot be made
   */
  public static AgentServer listen(Path socket, AgentHandler handler, Duration drain)
      throws IOException {
    if (isAlive(socket)) {
      throw new IOException(
          "Another agent listens on " + socket + ". Stop it, or take another socket");
    }
    Path hidden =
        socket.resolveSibling("." + socket.getFileName() + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(hidden);
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listening.bind(UnixDomainSocketAddress.of(hidden));
      Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-------"));
      Files.move(hidden, socket, StandardCopyOption.ATOMIC_MOVE);
      return new AgentServer(socket, listening, handler, drain);
    } catch (IOException | RuntimeException e) {
      listening.close();
      Files.deleteIfExists(hidden);
      throw e;
    }
  }

  private static boolean isAlive(Path socket) {
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return probe.isConnected();
    } catch (IOException nobody) {
      return false;
    }
  }

  /** Serves clients until the server is closed. */
  public void serve() throws IOException {
    while (true) {
      try {
        SocketChannel client = listening.accept();
        clients.execute(new AgentConnection(client, handler, pulse, arrivals)::serve);
      } catch (ClosedChannelException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (listening.isOpen()) {
      Files.deleteIfExists(socket);
      listening.close();
      clients.shutdown();
      awaitClients();
      pulse.shutdownNow();
    }
  }

  private void awaitClients() {
    try {
      if (!clients.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Clients are left alone after {}; they do their work by themselves", drain);
        clients.shutdownNow();
      }
    } catch (InterruptedException e) {
      clients.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
