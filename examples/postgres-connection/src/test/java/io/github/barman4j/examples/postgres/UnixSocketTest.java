/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class UnixSocketTest {

  @TempDir Path folder;

  private ServerSocketChannel server;
  private Socket socket;
  private SocketChannel peer;

  @BeforeEach
  void connect() throws IOException {
    Path path = folder.resolve("s");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    socket = new UnixSocketFactory(path.toString()).createSocket();
    socket.connect(null, 1000);
    peer = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    peer.close();
    server.close();
  }

  private void say(String text) throws IOException {
    peer.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Test
  void bytesGoBothWaysAndTheEndIsSeen() throws IOException {
    socket.getOutputStream().write("ask".getBytes(UTF_8));
    ByteBuffer heard = ByteBuffer.allocate(10);
    peer.read(heard);
    assertThat(heard.position()).isEqualTo(3);
    say("answer");
    assertThat(new String(socket.getInputStream().readNBytes(6), UTF_8)).isEqualTo("answer");
    peer.close();
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void muchIsWrittenThoughTheOtherSideReadsLater() throws Exception {
    byte[] much = new byte[4 << 20];
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(much));
    ByteBuffer heard = ByteBuffer.allocate(much.length);
    while (heard.hasRemaining()) {
      peer.read(heard);
    }
    writing.get(10, TimeUnit.SECONDS);
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aReadEndsWhenItsTimeIsOverAndTheNextOneWorks() throws IOException {
    socket.setSoTimeout(50);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    say("x");
    assertThat(socket.getInputStream().read()).isEqualTo('x');
  }

  @Test
  void closingEndsAReadOfAnotherThread() throws Exception {
    CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(this::read);
    TimeUnit.MILLISECONDS.sleep(100);
    socket.close();
    assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .cause()
        .isInstanceOf(SocketException.class);
    assertThat(socket.isClosed()).isTrue();
    assertThatThrownBy(socket::getInputStream).isInstanceOf(SocketException.class);
  }

  private int read() {
    try {
      return socket.getInputStream().read();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anInterruptNeitherClosesNorEndsARead() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              int value = read();
              interrupted.complete(value == 'x' && Thread.currentThread().isInterrupted());
            });
    reader.start();
    TimeUnit.MILLISECONDS.sleep(100);
    reader.interrupt();
    TimeUnit.MILLISECONDS.sleep(100);
    say("x");
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anAbsentSocketIsNamed() throws IOException {
    Socket absent = new UnixSocketFactory(folder.resolve("absent").toString()).createSocket();
    assertThatThrownBy(() -> absent.connect(null, 0))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("absent");
  }
}
