/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server of the agent promises to clients, good and bad. */
class AgentServerTest {

  private static final AgentRequest REQUEST =
      new AgentRequest(
          "program", "/", List.of("a word", "", "ü"), Map.of("AWS_X", "1", "HOME", "/"));

  @TempDir private Path dir;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private AgentServer server;
  private Thread serving;
  private Path fetched;

  @BeforeEach
  void start() throws IOException {
    fetched = dir.resolve("fetched");
    server = AgentServer.listen(dir.resolve("agent"), this::handle, Duration.ofSeconds(10));
    serving = new Thread(this::serve);
    serving.start();
  }

  private void serve() {
    try {
      server.serve();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AgentAnswer handle(AgentRequest request) {
    assertThat(request.words()).isEqualTo(REQUEST.words());
    assertThat(request.environment()).containsExactly(Map.entry("AWS_X", "1"));
    asked.countDown();
    try {
      mayAnswer.await(10, TimeUnit.SECONDS);
      Files.writeString(fetched, "wal");
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
    return new AgentAnswer(0, "out", "err", fetched.toString(), dir.resolve("to").toString());
  }

  @AfterEach
  void stop() throws Exception {
    mayAnswer.countDown();
    server.close();
    serving.join(10_000);
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(dir.resolve("agent")));
  }

  @Test
  void requestsThatDoNotArriveKeepNobodyOut() throws Exception {
    List<SocketChannel> half = new ArrayList<>();
    for (int i = 0; i < 58; i++) {
      half.add(connect());
      half.get(i).write(ByteBuffer.wrap(new byte[] {'M', 0, 15, -1, -1, 'x'}));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> half.get(0).read(ByteBuffer.allocate(1)) < 0);
    mayAnswer.countDown();
    try (SocketChannel client = connect()) {
      AgentMessage.write(client, REQUEST.toFields());
      assertThat(AgentAnswer.of(AgentMessage.read(client)).exitCode()).isZero();
    }
    for (SocketChannel one : half) {
      one.close();
    }
  }

  @Test
  void requestsAndAnswersArriveAsTheyWereSent() throws IOException {
    mayAnswer.countDown();
    try (SocketChannel client = connect()) {
      AgentMessage.write(client, REQUEST.toFields());
      AgentAnswer answer = AgentAnswer.of(AgentMessage.read(client));
      assertThat(answer.stdout() + answer.stderr()).isEqualTo("outerr");
      assertThat(answer.destination()).isEqualTo(dir.resolve("to").toString());
      assertThat(fetched).exists();
    }
  }

  @Test
  void whatTheClientDoesNotClaimIsDeleted() throws IOException {
    mayAnswer.countDown();
    try (SocketChannel client = connect()) {
      AgentMessage.write(client, REQUEST.toFields());
      AgentMessage.read(client);
    }
    Awaitility.await().until(() -> Files.notExists(fetched));
  }

  @Test
  void nothingAppearsForAClientThatHasGone() throws Exception {
    try (SocketChannel client = connect()) {
      AgentMessage.write(client, REQUEST.toFields());
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    }
    mayAnswer.countDown();
    server.close();
    assertThat(fetched).doesNotExist();
    assertThat(dir.resolve("to")).doesNotExist();
  }

  @Test
  void anAgentThatWorksShowsThatItIsAlive() throws IOException {
    try (SocketChannel client = connect()) {
      AgentMessage.write(client, REQUEST.toFields());
      ByteBuffer first = ByteBuffer.allocate(1);
      client.read(first);
      assertThat(first.get(0)).isEqualTo(AgentMessage.ALIVE);
    }
  }

  @Test
  void garbageDisturbsNobodyElse() throws IOException {
    for (String garbage :
        List.of("GET / HTTP/1.0\r\n\r\n", "M\u007f\u007f\u007f\u007f", "M\0\0\0\1x")) {
      try (SocketChannel client = connect()) {
        AgentMessage.writeAll(client, ByteBuffer.wrap(garbage.getBytes()));
        assertThatThrownBy(() -> AgentMessage.read(client)).isInstanceOf(IOException.class);
      }
    }
    requestsAndAnswersArriveAsTheyWereSent();
  }

  @Test
  void closingWaitsForThoseWhoAreServed() throws Exception {
    try (SocketChannel client = connect()) {
      AgentMessage.write(client, REQUEST.toFields());
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      Thread closing = new Thread(this::close);
      closing.start();
      Awaitility.await().until(() -> Files.notExists(dir.resolve("agent")));
      mayAnswer.countDown();
      assertThat(AgentAnswer.of(AgentMessage.read(client)).exitCode()).isZero();
      client.close();
      closing.join(10_000);
      assertThat(closing.isAlive()).isFalse();
    }
  }

  private void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
