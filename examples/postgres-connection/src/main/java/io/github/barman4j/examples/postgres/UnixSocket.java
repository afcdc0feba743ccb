/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket as a {@link Socket}, with as much of one as the JDBC driver uses. The read timeout
 * counts per read, as that of TCP. Interrupting a thread that reads or writes has no effect, as
 * with TCP, while a plain channel would be closed by it. Closing, from any thread, ends reads and
 * writes under way with an exception. What only TCP has is accepted and does nothing.
 *
 * <p>One thread reads and one writes at a time.
 */
final class UnixSocket extends Socket {

  private final Path path;
  private volatile @Nullable UnixStreams streams;
  private int timeout;
  private volatile boolean closed;

  UnixSocket(Path path) throws SocketException {
    super(noImplementation());
    this.path = path;
  }

  private static @Nullable SocketImpl noImplementation() {
    return null;
  }

  @Override
  public void connect(SocketAddress ignored) throws IOException {
    connect(ignored, 0);
  }

  /** Connects to the path, whatever the address; waits only if the server's queue is full. */
  @Override
  public void connect(SocketAddress ignored, int limitMillis) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      connect(channel, limitMillis);
      channel.configureBlocking(false);
      streams = new UnixStreams(channel, this::getSoTimeout);
    } catch (SocketException e) {
      channel.close();
      throw named(e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private SocketException named(SocketException refused) {
    SocketException named = new SocketException(path + ": " + refused.getMessage());
    named.initCause(refused);
    return named;
  }

  private void connect(SocketChannel channel, int limitMillis) throws IOException {
    CompletableFuture<Void> alarm = alarm(channel, limitMillis);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
    } catch (AsynchronousCloseException e) {
      throw new SocketTimeoutException(path + ": no answer within " + limitMillis + " ms");
    } finally {
      alarm.cancel(false);
    }
  }

  private static CompletableFuture<Void> alarm(SocketChannel channel, int limitMillis) {
    if (limitMillis <= 0) {
      return new CompletableFuture<>();
    }
    Executor later = CompletableFuture.delayedExecutor(limitMillis, TimeUnit.MILLISECONDS);
    CompletableFuture<Void> alarm = new CompletableFuture<>();
    later.execute(
        () -> {
          if (!alarm.isDone()) {
            closeQuietly(channel);
          }
        });
    return alarm;
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Who waits for it gets an exception of its own.
    }
  }

  private UnixStreams streams() throws SocketException {
    UnixStreams connected = streams;
    if (closed || connected == null) {
      throw new SocketException(closed ? "Socket is closed" : "Socket is not connected");
    }
    return connected;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return streams().input();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return streams().output();
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    UnixStreams connected = streams;
    if (connected != null) {
      connected.close();
    }
  }

  @Override
  public boolean isConnected() {
    return streams != null;
  }

  @Override
  public boolean isBound() {
    return isConnected();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void setSoTimeout(int millis) {
    timeout = millis;
  }

  @Override
  public synchronized int getSoTimeout() {
    return timeout;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public boolean getKeepAlive() {
    return false;
  }

  @Override
  public void setReceiveBufferSize(int bytes) {}

  @Override
  public int getReceiveBufferSize() {
    return UnixStreams.BUFFER;
  }

  @Override
  public void setSendBufferSize(int bytes) {}

  @Override
  public int getSendBufferSize() {
    return UnixStreams.BUFFER;
  }

  @Override
  public void setSoLinger(boolean on, int seconds) {}

  @Override
  public String toString() {
    return "UnixSocket[" + path + "]";
  }
}
