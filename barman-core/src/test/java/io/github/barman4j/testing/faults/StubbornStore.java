/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Takes one connection's bytes to their end and never answers. */
final class StubbornStore implements AutoCloseable {

  private final ServerSocket socket;
  private final CompletableFuture<String> received;

  StubbornStore() throws IOException {
    socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    received = CompletableFuture.supplyAsync(this::receive);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Returns the bytes, once the connection has ended. */
  String received() throws Exception {
    return received.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String receive() {
    try (Socket connection = socket.accept()) {
      return new String(connection.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
