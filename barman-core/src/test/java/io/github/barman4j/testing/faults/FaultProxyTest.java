/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault as client and store see it, and the proxy when nothing goes wrong. */
class FaultProxyTest {

  private static final String TEXT = "0123456789";

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer store;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    store.createContext("/", this::handle);
    store.setExecutor(threads);
    store.start();
    URI address = URI.create("http://127.0.0.1:" + store.getAddress().getPort());
    proxy = FaultProxy.before(address, StoreProtocol.S3);
  }

  @AfterEach
  void stop() {
    proxy.close();
    store.stop(0);
    threads.shutdownNow();
  }

  /** Answers with how many requests came; below /sized and /chunked with a text. */
  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
    String host = exchange.getRequestHeaders().getFirst("Host");
    seen.add(
        exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + host + " " + body);
    String path = exchange.getRequestURI().getPath();
    byte[] answer = (path.equals("/count") ? "" + seen.size() : TEXT).getBytes(ISO_8859_1);
    exchange.sendResponseHeaders(200, path.equals("/chunked") ? 0 : answer.length);
    try (exchange) {
      exchange.getResponseBody().write(answer);
    }
  }

  /** Sends what is written down, and returns all that comes back before the connection ends. */
  private String send(String... messages) throws IOException {
    try (Socket socket = open()) {
      for (String message : messages) {
        socket.getOutputStream().write(message.getBytes(ISO_8859_1));
      }
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private Socket open() throws IOException {
    Socket socket = new Socket("127.0.0.1", proxy.endpoint().getPort());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: store.example\r\nConnection: close\r\n\r\n";
  }

  private static String put(String body) {
    return "PUT /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private void play(ProxyFault fault) {
    proxy.play(FaultSchedule.of(PlannedFault.once(fault, RequestMatch.ANY)));
  }

  @Test
  void withoutFaultsEverythingPassesUnchanged() throws IOException {
    assertThat(send(get("/sized?a=%2F+b"))).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n" + TEXT);
    assertThat(send(put("body"))).startsWith("HTTP/1.1 200");
    assertThat(seen).containsExactly("GET /sized?a=%2F+b store.example ", "PUT /x h body");
  }

  @Test
  void connectionsAreKeptAliveAndHeadHasNoBody() throws IOException {
    String head = "HEAD /sized HTTP/1.1\r\nHost: h\r\n\r\n";
    String answers = send(head, head, get("/sized"));
    assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(4);
    assertThat(answers.split(TEXT, -1)).as("bodies").hasSize(2);
  }

  @Test
  void chunkedBodiesPassBothWays() throws IOException {
    String chunked = "PUT /chunked HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
    String answer =
        send(chunked + "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    assertThat(answer).contains("chunked").endsWith("\r\na\r\n" + TEXT + "\r\n0\r\n\r\n");
    assertThat(seen).containsExactly("PUT /chunked h abcde");
  }

  @Test
  void aClientThatExpectsToBeToldToContinueIsTold() throws IOException {
    try (Socket socket = open()) {
      String head = put("body").replace("body", "").replace("Host", "Expect: 100-continue\r\nHost");
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      byte[] told = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      assertThat(new String(told, ISO_8859_1)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      socket.getOutputStream().write("body".getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 200");
    }
    assertThat(seen).containsExactly("PUT /x h body");
  }

  @Test
  void aDelayedRequestArrivesLate() throws IOException {
    play(new ProxyFault.Delay(Duration.ofMillis(200)));
    long begin = System.nanoTime();
    send(get("/sized"));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(199));
  }

  @Test
  void throttledBodiesTrickle() throws IOException {
    play(new ProxyFault.Throttle(20));
    long begin = System.nanoTime();
    assertThat(send(get("/sized"))).endsWith(TEXT);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(450));
  }

  @Test
  void aRequestCutBeforeItArrivesIsNeverSeen() {
    play(new ProxyFault.CutBeforeRequest());
    assertThatThrownBy(() -> send(get("/sized"))).isInstanceOf(SocketException.class);
    assertThat(seen).isEmpty();
  }

  @Test
  void aRequestCutInItsBodyReachesTheStoreInPart() throws Exception {
    try (StubbornStore stubborn = new StubbornStore();
        FaultProxy other = FaultProxy.before(stubborn.address(), StoreProtocol.S3)) {
      other.play(
          FaultSchedule.of(PlannedFault.once(new ProxyFault.CutRequestBody(4), RequestMatch.ANY)));
      try (Socket socket = new Socket("127.0.0.1", other.endpoint().getPort())) {
        socket.getOutputStream().write(put(TEXT).getBytes(ISO_8859_1));
        InputStream in = socket.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
      }
      assertThat(stubborn.received()).contains("Content-Length: 10").endsWith("\r\n\r\n0123");
    }
  }

  @Test
  void aLostAnswerIsOfARequestThatWasDone() throws IOException {
    play(new ProxyFault.LoseAnswer());
    assertThat(send(put("body"))).isEmpty();
    assertThat(seen).hasSize(1);
  }

  @Test
  void anAnswerCutInItsBodyShowsItsWholeLength() throws IOException {
    play(new ProxyFault.CutAnswerBody(4));
    assertThat(send(get("/sized")))
        .containsIgnoringCase("Content-Length: 10")
        .endsWith("\r\n\r\n0123");
    play(new ProxyFault.CutAnswerBody(1000));
    assertThat(send(get("/sized"))).endsWith("\r\n\r\n012345678");
    play(new ProxyFault.CutAnswerBody(4));
    assertThat(send(get("/chunked"))).endsWith("4\r\n0123\r\n").doesNotContain("\r\n0\r\n");
  }

  @Test
  void aTruncatedAnswerEndsInOrder() throws IOException {
    play(new ProxyFault.TruncateAnswer(4));
    assertThat(send(get("/sized")))
        .doesNotContainIgnoringCase("Content-Length")
        .endsWith("\r\n\r\n4\r\n0123\r\n0\r\n\r\n");
  }

  @Test
  void aRefusedRequestIsNeverSeen() throws IOException {
    play(new ProxyFault.Refuse(503));
    assertThat(send(put("body"))).startsWith("HTTP/1.1 503").contains("<Code>SlowDown</Code>");
    play(new ProxyFault.Refuse(500));
    assertThat(send(get("/sized"))).contains("<Code>InternalError</Code>");
    assertThat(seen).isEmpty();
  }

  @Test
  void aRequestMayBeRefusedAlthoughItWasDone() throws IOException {
    play(new ProxyFault.RefuseAfterwards(500));
    assertThat(send(put("body"))).startsWith("HTTP/1.1 500");
    assertThat(seen).hasSize(1);
  }

  @Test
  void anErrorMayComeInASuccess() throws IOException {
    play(new ProxyFault.ErrorInSuccess());
    assertThat(send(put("body"))).startsWith("HTTP/1.1 200").contains("<Code>InternalError</Code>");
    assertThat(seen).isEmpty();
  }

  @Test
  void aRequestDeliveredTwiceIsAnsweredOnce() throws IOException {
    play(new ProxyFault.DeliverTwice());
    assertThat(send(get("/count"))).endsWith("\r\n\r\n2");
    assertThat(seen).hasSize(2);
  }

  @Test
  void aStaleListIsTheFirstOneOfItsKind() throws IOException {
    RequestMatch counts = RequestMatch.of("GET", "/count.*");
    PlannedFault stale = new PlannedFault(new ProxyFault.StaleList(), counts, 3, 1);
    proxy.play(FaultSchedule.of(stale));
    String list = get("/count?list-type=2&prefix=a");
    assertThat(send(list)).endsWith("\r\n\r\n1");
    assertThat(send(list)).endsWith("\r\n\r\n2");
    assertThat(send(list)).endsWith("\r\n\r\n1");
    assertThat(send(list)).endsWith("\r\n\r\n3");
  }

  @Test
  void aRequestThatHangsIsAnsweredByNobody() throws IOException {
    play(new ProxyFault.Hang());
    try (Socket socket = open()) {
      socket.setSoTimeout(300);
      socket.getOutputStream().write(put("body").getBytes(ISO_8859_1));
      InputStream in = socket.getInputStream();
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void faultsHappenToTheRequestsTheyArePlannedFor() throws IOException {
    ProxyFault refuse = new ProxyFault.Refuse(503);
    proxy.play(FaultSchedule.of(new PlannedFault(refuse, RequestMatch.method("PUT"), 2, 2)));
    assertThat(send(put("1"))).contains(" 200 ");
    assertThat(send(get("/sized"))).contains(" 200 ");
    assertThat(send(put("2"))).contains(" 503 ");
    assertThat(send(put("3"))).contains(" 503 ");
    assertThat(send(put("4"))).contains(" 200 ");
    assertThat(proxy.requests()).isEqualTo(5);
    assertThat(proxy.happened())
        .containsExactly("Refuse[status=503] at PUT /x", "Refuse[status=503] at PUT /x");
  }

  @Test
  void afterHealingNothingGoesWrong() throws IOException {
    proxy.play(FaultSchedule.of(PlannedFault.always(new ProxyFault.Refuse(503), RequestMatch.ANY)));
    assertThat(send(get("/sized"))).contains(" 503 ");
    proxy.heal();
    assertThat(send(get("/sized"))).contains(" 200 ");
  }

  @Test
  void theProtocolsTellListsApartAndNameTheirErrors() {
    assertThat(new ProxiedRequest("GET", "/b?list-type=2&prefix=x", StoreProtocol.S3).isList())
        .isTrue();
    assertThat(new ProxiedRequest("GET", "/b/key", StoreProtocol.S3).isList()).isFalse();
    assertThat(
            new ProxiedRequest("GET", "/c?restype=container&comp=list", StoreProtocol.AZURE)
                .isList())
        .isTrue();
    assertThat(new ProxiedRequest("GET", "/storage/v1/b/x/o?prefix=y", StoreProtocol.GCS).isList())
        .isTrue();
    assertThat(new ProxiedRequest("GET", "/storage/v1/b/x/o/k", StoreProtocol.GCS).isList())
        .isFalse();
    assertThat(StoreProtocol.AZURE.errorFor(503)).contains("<Code>ServerBusy</Code>");
    assertThat(StoreProtocol.GCS.errorFor(500)).contains("\"code\":500");
  }

  @Test
  void aSeedGivesTheSameScheduleAgain() {
    assertThat(FaultSchedule.random(7)).hasToString(FaultSchedule.random(7).toString());
    assertThat(FaultSchedule.random(7)).isNotEqualTo(FaultSchedule.random(8));
    assertThat(FaultSchedule.random(7).toString()).startsWith("seed 7: [").contains("#");
  }
}
