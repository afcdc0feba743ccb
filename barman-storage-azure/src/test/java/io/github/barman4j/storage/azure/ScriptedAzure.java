/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.barman4j.storage.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small Azure that misbehaves as told; it checks no signatures, and knows what the tests need.
 */
final class ScriptedAzure implements AutoCloseable {

  /** What to do with a request instead of answering it well. */
  enum Fault {
    /** Answer 503 ServerBusy, doing nothing. */
    BUSY,
    /** Answer 403 AuthenticationFailed, doing nothing. */
    DENIED,
    /** Answer 404 ContainerNotFound, doing nothing. */
    NO_CONTAINER,
    /** Answer 501 NotImplemented, doing nothing. */
    LACKING,
    /** Answer as if another writer had committed its blocks, doing nothing. */
    DISPLACED,
    /** Close the connection, doing nothing. */
    CUT,
    /** Do it, then close the connection without an answer. */
    LOSE_ANSWER,
    /** Do it, then end the server without an answer. */
    DIE,
    /** Answer 201 as if it were done, doing nothing. */
    LIE,
    /** Answer with half of the body. */
    TRUNCATE,
    /** Answer with half of the body, and send nothing more. */
    STALL,
    /** Never answer. */
    HANG
  }

  /** A request as it came. */
  record Request(
      String method, String key, String query, Map<String, String> headers, byte[] body) {

    String operation() {
      if (query.contains("comp=batch")) {
        return "BATCH";
      }
      String copied = headers.containsKey("x-ms-copy-source") ? "COPY_" : "";
      if (query.contains("comp=blocklist")) {
        return "COMMIT";
      }
      return copied + (query.contains("comp=block") ? "BLOCK" : method);
    }
  }

  private record Stored(byte[] bytes, Map<String, String> headers) {}

  private record Planned(String operation, Fault fault) {}

  private static final Pattern BLOCK = Pattern.compile("<Latest>([^<]*)</Latest>");
  private static final Pattern BATCHED =
      Pattern.compile("Content-I[dD]: (\\d+)\r\n.*?DELETE (\\S+) HTTP", Pattern.DOTALL);
  private static final String DATE = "Fri, 20 Nov 2026 20:00:00 GMT";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final Map<String, Map<String, byte[]>> blocks = new ConcurrentHashMap<>();
  private final List<Planned> plan = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  ScriptedAzure() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Plans one fault for the next request of an operation; plans of the same add up. */
  ScriptedAzure then(String operation, Fault... faults) {
    for (Fault fault : faults) {
      plan.add(new Planned(operation, fault));
    }
    return this;
  }

  AzureLocation location() {
    int port = server.getAddress().getPort();
    return AzureLocation.parse(URI.create("http://127.0.0.1:" + port + "/acc/container/p"));
  }

  AzureOptions.Builder options() {
    return withoutCredentials().accountKey(Secret.of("dmVyeS1zZWNyZXQ="));
  }

  AzureOptions.Builder withoutCredentials() {
    return AzureOptions.builder(location())
        .partSize(5 << 20)
        .property("attempt-timeout", "1 s")
        .property("read-timeout", "500 ms")
        .property("retry-delay", "10 ms")
        .property("max-attempts", "3");
  }

  List<Request> requests(String operation) {
    return requests.stream().filter(r -> r.operation().equals(operation)).toList();
  }

  List<Request> requests() {
    return requests;
  }

  /** Returns the object's bytes, null if there is none. */
  byte[] object(String key) {
    Stored stored = objects.get("p/" + key);
    return stored == null ? null : stored.bytes();
  }

  void store(String key, byte[] bytes) {
    objects.put("p/" + key, new Stored(bytes, Map.of()));
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      requests.add(request);
      exchange.getResponseHeaders().set("ETag", "\"tag\"");
      exchange.getResponseHeaders().set("Last-Modified", DATE);
      Fault fault = fault(request);
      if (fault == null) {
        answer(exchange, request, 1);
      } else {
        misbehave(exchange, request, fault);
      }
    }
  }

  private synchronized Fault fault(Request request) {
    for (Planned planned : plan) {
      if (planned.operation().equals(request.operation())) {
        plan.remove(planned);
        return planned.fault();
      }
    }
    return null;
  }

  private void misbehave(HttpExchange exchange, Request request, Fault fault) throws IOException {
    switch (fault) {
      case BUSY -> error(exchange, 503, "ServerBusy");
      case DENIED -> error(exchange, 403, "AuthenticationFailed");
      case NO_CONTAINER -> error(exchange, 404, "ContainerNotFound");
      case LACKING -> error(exchange, 501, "NotImplemented");
      case DISPLACED -> error(exchange, 400, "InvalidBlockList");
      case CUT -> {}
      case LOSE_ANSWER -> apply(request);
      case DIE -> {
        apply(request);
        server.stop(0);
      }
      case LIE -> exchange.sendResponseHeaders(201, -1);
      case TRUNCATE -> answer(exchange, request, 2);
      case STALL -> {
        answer(exchange, request, 2);
        await();
      }
      case HANG -> await();
    }
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    String query = exchange.getRequestURI().getQuery();
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath().replaceFirst("^/acc/container/?", ""),
        query == null ? "" : query,
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  private void answer(HttpExchange exchange, Request request, int divisor) throws IOException {
    switch (request.operation()) {
      case "HEAD", "GET" -> read(exchange, request, divisor);
      case "DELETE" -> delete(exchange, request);
      case "BATCH" -> batch(exchange, request);
      default -> write(exchange, request);
    }
  }

  private void delete(HttpExchange exchange, Request request) throws IOException {
    if (objects.remove(request.key()) == null) {
      error(exchange, 404, "BlobNotFound");
    } else {
      exchange.sendResponseHeaders(202, -1);
    }
  }

  /** Answers as "Blob Batch" says, in the order of what was asked. */
  private void batch(HttpExchange exchange, Request request) throws IOException {
    StringBuilder answer = new StringBuilder();
    Matcher part = BATCHED.matcher(new String(request.body(), UTF_8));
    while (part.find()) {
      String path = URI.create("http://host" + part.group(2)).getPath();
      boolean found = objects.remove(path.replaceFirst("^/acc/container/", "")) != null;
      answer
          .append("--batchresponse\r\nContent-Type: application/http\r\nContent-ID: ")
          .append(part.group(1))
          .append("\r\n\r\nHTTP/1.1 ")
          .append(found ? "202 Accepted" : "404 Not Found\r\nx-ms-error-code: BlobNotFound")
          .append("\r\nx-ms-version: 2026-10-06\r\n\r\n");
    }
    byte[] body = answer.append("--batchresponse--").toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "multipart/mixed; boundary=batchresponse");
    exchange.sendResponseHeaders(202, body.length);
    exchange.getResponseBody().write(body);
  }

  private void write(HttpExchange exchange, Request request) throws IOException {
    boolean refused =
        request.headers().containsKey("If-None-Match") && objects.containsKey(request.key());
    if (refused) {
      error(exchange, 409, "BlobAlreadyExists");
    } else if (apply(request)) {
      exchange.sendResponseHeaders(201, -1);
    } else {
      error(exchange, 400, "InvalidBlockList");
    }
  }

  private synchronized boolean apply(Request request) {
    switch (request.operation()) {
      case "PUT" -> objects.put(request.key(), new Stored(request.body(), request.headers()));
      case "BLOCK" -> waiting(request.key()).put(blockId(request), request.body());
      case "COPY_BLOCK" -> waiting(request.key()).put(blockId(request), copied(request));
      case "COMMIT" -> {
        return commit(request);
      }
      case "DELETE" -> objects.remove(request.key());
      default -> {}
    }
    return true;
  }

  private Map<String, byte[]> waiting(String key) {
    return blocks.computeIfAbsent(key, absent -> new ConcurrentHashMap<>());
  }

  private static String blockId(Request request) {
    return request.query().replaceAll(".*blockid=([^&]*).*", "$1");
  }

  private byte[] copied(Request request) {
    String source = URI.create(request.headers().get("x-ms-copy-source")).getPath();
    String[] range = request.headers().get("x-ms-source-range").replace("bytes=", "").split("-");
    byte[] bytes = objects.get(source.replaceFirst("^/acc/container/", "")).bytes();
    return java.util.Arrays.copyOfRange(
        bytes, Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1);
  }

  /** A commit discards what else waits at the key; one that was done already is done again. */
  private boolean commit(Request request) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Map<String, byte[]> known = waiting(request.key());
    List<String> ids =
        BLOCK.matcher(new String(request.body(), UTF_8)).results().map(m -> m.group(1)).toList();
    if (!known.keySet().containsAll(ids)) {
      return false;
    }
    ids.forEach(id -> all.writeBytes(known.get(id)));
    known.keySet().retainAll(ids);
    objects.put(request.key(), new Stored(all.toByteArray(), request.headers()));
    return true;
  }

  private void read(HttpExchange exchange, Request request, int divisor) throws IOException {
    Stored stored = objects.get(request.key());
    if (stored == null) {
      error(exchange, 404, "BlobNotFound");
      return;
    }
    stored.headers().forEach((name, value) -> echo(exchange, name, value));
    if (request.method().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + stored.bytes().length);
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, stored.bytes().length);
    exchange.getResponseBody().write(stored.bytes(), 0, stored.bytes().length / divisor);
    exchange.getResponseBody().flush();
  }

  private static void echo(HttpExchange exchange, String name, String value) {
    if (name.toLowerCase(Locale.ROOT).startsWith("x-ms-meta-")) {
      exchange.getResponseHeaders().set(name, value);
    }
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("x-ms-error-code", code);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] body =
        ("<?xml version=\"1.0\"?><Error><Code>"
                + code
                + "</Code><Message>said so</Message></Error>")
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
