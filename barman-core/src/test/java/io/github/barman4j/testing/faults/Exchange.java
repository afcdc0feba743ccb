/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the proxy: the steps that faults are made of. Only the proxy makes
 * it; one thread uses it.
 *
 * <p>Each request has a connection of its own to the store, so that only the schedule decides which
 * one breaks.
 */
public final class Exchange {

  private static final Set<String> HOP = Set.of("Connection", "Keep-Alive", "Expect");
  private static final Set<String> FRAMING = Set.of("Content-Length", "Transfer-Encoding");
  private static final int BUFFER = 1 << 16;
  private static final int STEPS_PER_SECOND = 20;
  private static final long MILLIS = 1000;

  private final FaultProxy proxy;
  private final Playing playing;
  private final ClientConnection client;
  private final HttpHead head;
  private final ProxiedRequest request;
  private byte @Nullable [] body;
  private long bytesPerSecond = Long.MAX_VALUE;
  private boolean open = true;

  Exchange(FaultProxy proxy, Playing playing, ClientConnection client, HttpHead head) {
    this.proxy = proxy;
    this.playing = playing;
    this.client = client;
    this.head = head;
    request = new ProxiedRequest(head.word(0), head.word(1), proxy.protocol());
  }

  /** Does what the schedule says, and tells whether the client's connection can be used again. */
  boolean run() throws IOException {
    Optional<ProxyFault> fault = playing.next(request);
    if (head.has("Expect", "100-continue")) {
      client.out().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
    }
    if (fault.isPresent()) {
      fault.get().happenTo(this);
    } else {
      pass();
    }
    return open && !head.has("Connection", "close") && !head.word(2).equals("HTTP/1.0");
  }

  /** Takes the request from the client, whole. */
  byte[] readRequest() throws IOException {
    byte[] read = body;
    if (read == null) {
      read = HttpBody.ofRequest(head, client.in()).readAllBytes();
      body = read;
    }
    return read;
  }

  void pass() throws IOException {
    try (Delivery delivery = deliver()) {
      if (playing.isWorthKeeping(request)) {
        KeptAnswer answer = new KeptAnswer(delivery.answer(), delivery.body().readAllBytes());
        playing.keep(request, answer);
        answer(answer);
      } else {
        relay(delivery);
      }
    }
  }

  /** Sends the request to the store and waits for its answer, which nobody is told yet. */
  Delivery deliver() throws IOException {
    byte[] bytes = readRequest();
    Socket store = proxy.connect();
    try {
      send(store, bytes);
      return new Delivery(store, request.method());
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Sends the head and not all of the body to the store, and takes no more from the client. */
  void deliverOnly(long most) throws IOException {
    long length = HttpBody.length(head, head.isChunked() ? Long.MAX_VALUE : 0);
    int count = (int) Math.max(0, Math.min(most, length - 1));
    byte[] some = HttpBody.ofRequest(head, client.in()).readNBytes(count);
    try (Socket store = proxy.connect()) {
      OutputStream out = store.getOutputStream();
      head.replacing(HOP, "Connection: close").write(out);
      write(out, head.isChunked(), some);
    }
  }

  void answerOnly(long most) throws IOException {
    try (Delivery delivery = deliver()) {
      long length = HttpBody.length(delivery.answer(), Long.MAX_VALUE);
      byte[] some = delivery.body().readNBytes((int) Math.max(0, Math.min(most, length - 1)));
      boolean chunked = begin(delivery.answer());
      write(client.out(), chunked, some);
    }
  }

  void answerTruncated(long most) throws IOException {
    try (Delivery delivery = deliver()) {
      byte[] some = delivery.body().readNBytes((int) most + 1);
      if (some.length == 0) {
        relay(delivery);
        return;
      }
      OutputStream out = client.out();
      delivery.answer().replacing(FRAMING, "Transfer-Encoding: chunked").write(out);
      write(out, true, Arrays.copyOf(some, some.length - 1));
      HttpBody.endChunks(out);
    }
  }

  void answerError(int status, int meaning) throws IOException {
    readRequest();
    byte[] bytes = proxy.protocol().errorFor(meaning).getBytes(UTF_8);
    List<String> lines =
        List.of(
            "Content-Type: " + proxy.protocol().contentType(), "Content-Length: " + bytes.length);
    HttpHead answer = new HttpHead("HTTP/1.1 " + status + " Fault", lines);
    answer(new KeptAnswer(answer, request.method().equals("HEAD") ? new byte[0] : bytes));
  }

  void answerAsBefore() throws IOException {
    Optional<KeptAnswer> kept = playing.kept(request);
    if (kept.isPresent()) {
      readRequest();
      answer(kept.get());
    } else {
      pass();
    }
  }

  void slowTo(long newBytesPerSecond) {
    bytesPerSecond = newBytesPerSecond;
  }

  void sleep(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The proxy is closed");
    }
  }

  /** Ends the connection in order. */
  void cut() throws IOException {
    open = false;
    client.close();
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    open = false;
    client.reset();
  }

  /** Loses what the client sends, until it closes the connection. */
  void awaitClientGone() throws IOException {
    open = false;
    client.in().transferTo(OutputStream.nullOutputStream());
  }

  /** A store may refuse and close before it has the whole body; its answer counts all the same. */
  private void send(Socket store, byte[] bytes) throws IOException {
    try {
      OutputStream out = store.getOutputStream();
      head.replacing(HOP, "Connection: close").write(out);
      write(out, head.isChunked(), bytes);
      if (head.isChunked()) {
        HttpBody.endChunks(out);
      }
    } catch (SocketException e) {
      if (store.getInputStream().available() == 0) {
        throw e;
      }
    }
  }

  private void answer(KeptAnswer answer) throws IOException {
    boolean chunked = begin(answer.head());
    write(client.out(), chunked, answer.body());
    if (chunked) {
      HttpBody.endChunks(client.out());
    }
  }

  private void relay(Delivery delivery) throws IOException {
    boolean chunked = begin(delivery.answer());
    byte[] buffer = new byte[BUFFER];
    InputStream in = delivery.body();
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      write(client.out(), chunked, Arrays.copyOf(buffer, count));
    }
    if (chunked) {
      HttpBody.endChunks(client.out());
    }
  }

  /** Writes the head of an answer, and tells whether its body is to be chunked. */
  private boolean begin(HttpHead answer) throws IOException {
    boolean chunked = answer.header("Content-Length").isEmpty() && answer.hasBody(request.method());
    HttpHead framed = chunked ? answer.replacing(FRAMING, "Transfer-Encoding: chunked") : answer;
    framed.write(client.out());
    return chunked;
  }

  private void write(OutputStream out, boolean chunked, byte[] bytes) throws IOException {
    int step = (int) Math.max(1, Math.min(BUFFER, bytesPerSecond / STEPS_PER_SECOND));
    for (int at = 0; at < bytes.length; at += step) {
      int count = Math.min(step, bytes.length - at);
      if (chunked) {
        HttpBody.chunk(out, bytes, at, count);
      } else {
        out.write(bytes, at, count);
      }
      sleep(count * MILLIS / bytesPerSecond);
    }
  }
}
