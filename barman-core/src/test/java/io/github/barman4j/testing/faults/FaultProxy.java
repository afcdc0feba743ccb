/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 proxy before a real store, which does to requests and answers what a {@link
 * FaultSchedule} says.
 *
 * <p>It passes on what clients sign unchanged, the Host header included, so the store has to accept
 * any host. Connections are kept alive, bodies may be sized or chunked, {@code Expect:
 * 100-continue} is answered by the proxy. Request bodies are held in memory; trailers of chunked
 * bodies are dropped. Plain HTTP only.
 *
 * <p>Whoever starts it closes it. Safe for use by many threads.
 */
public final class FaultProxy implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FaultProxy.class);
  private static final int BACKLOG = 200;

  private final URI store;
  private final StoreProtocol protocol;
  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile Playing playing = new Playing(FaultSchedule.NONE);

  private FaultProxy(URI store, StoreProtocol protocol) throws IOException {
    this.store = store;
    this.protocol = protocol;
    socket = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
  }

  /**
   * Starts a proxy without faults before a store at {@code http://host:port}.
   *
   * @throws UncheckedIOException when no port can be opened
   */
  public static FaultProxy before(URI store, StoreProtocol protocol) {
    try {
      FaultProxy proxy = new FaultProxy(store, protocol);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a proxy before " + store, e);
    }
  }

  /** Returns the address for clients, with the path of the store's. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + store.getRawPath());
  }

  /** Begins a schedule, counting from the next request on, in place of the one before. */
  public void play(FaultSchedule schedule) {
    playing = new Playing(schedule);
  }

  /** Ends all faults; a request that one is happening to already suffers it to its end. */
  public void heal() {
    play(FaultSchedule.NONE);
  }

  /** Returns what has happened since the schedule began, each fault with its request. */
  public List<String> happened() {
    return playing.happened();
  }

  /** Returns how many requests came since the schedule began. */
  public int requests() {
    return playing.requests();
  }

  /** Ends every connection. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("Closing the proxy", e);
    }
    connections.forEach(FaultProxy::end);
    threads.shutdownNow();
  }

  StoreProtocol protocol() {
    return protocol;
  }

  Socket connect() throws IOException {
    Socket server = new Socket(store.getHost(), store.getPort());
    server.setTcpNoDelay(true);
    return server;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        ClientConnection client = new ClientConnection(socket.accept());
        connections.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException | RejectedExecutionException e) {
        LOG.debug("Accepting", e);
      }
    }
  }

  private void serve(ClientConnection client) {
    try (client) {
      HttpHead head = HttpHead.read(client.in());
      while (head != null && new Exchange(this, playing, client, head).run()) {
        head = HttpHead.read(client.in());
      }
    } catch (IOException e) {
      LOG.debug("A connection ended: {}", e.toString());
    } finally {
      connections.remove(client);
    }
  }

  private static void end(ClientConnection client) {
    try {
      client.close();
    } catch (IOException e) {
      LOG.debug("Ending a connection", e);
    }
  }
}
