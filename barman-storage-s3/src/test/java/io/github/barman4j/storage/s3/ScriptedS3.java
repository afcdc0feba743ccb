/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.barman4j.storage.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A small S3 that misbehaves as told; it checks no signatures, and knows what the tests need. */
final class ScriptedS3 implements AutoCloseable {

  /** What to do with a request instead of answering it well. */
  enum Fault {
    /** Answer 503 SlowDown, doing nothing. */
    BUSY,
    /** Answer 403 SignatureDoesNotMatch, doing nothing. */
    DENIED,
    /** Answer 404 NoSuchBucket, doing nothing. */
    NO_BUCKET,
    /** Answer 501 NotImplemented, doing nothing. */
    LACKING,
    /** Answer 409 ConditionalRequestConflict, doing nothing. */
    CONFLICT,
    /** Close the connection, doing nothing. */
    CUT,
    /** Do it, then close the connection without an answer. */
    LOSE_ANSWER,
    /** Do it, then answer 200 with an error in the body. */
    ERROR_BODY,
    /** Answer 200 as if it were done, doing nothing. */
    LIE,
    /** Answer with half of the body. */
    TRUNCATE,
    /** Do it, then answer with XML that ends too early. */
    GARBLE,
    /** Never answer. */
    HANG
  }

  /** A request as it came. */
  record Request(
      String method, String key, String query, Map<String, String> headers, byte[] body) {

    String operation() {
      if (query.startsWith("uploads")) {
        return method.equals("GET") ? "LIST_UPLOADS" : "CREATE";
      }
      if (query.startsWith("delete")) {
        return "BULK_DELETE";
      }
      String copied = headers.containsKey("x-amz-copy-source") ? "COPY_" : "";
      return query.contains("uploadId")
          ? switch (method) {
            case "PUT" -> copied + "PART";
            case "POST" -> "COMPLETE";
            default -> "ABORT";
          }
          : copied + method;
    }
  }

  private record Stored(byte[] bytes, Map<String, String> headers) {}

  private record Planned(Predicate<Request> when, Fault fault) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> uploads = new ConcurrentHashMap<>();
  private final Map<String, TreeMap<Integer, byte[]>> parts = new ConcurrentHashMap<>();
  private final AtomicInteger uploadIds = new AtomicInteger();
  private final List<Planned> plan = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  ScriptedS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Plans one fault for the next request of an operation; plans of the same add up. */
  ScriptedS3 then(String operation, Fault... faults) {
    for (Fault fault : faults) {
      plan.add(new Planned(request -> request.operation().equals(operation), fault));
    }
    return this;
  }

  S3Options.Builder options() {
    return S3Options.forS3Compatible(
            new S3Location("bucket", "p"),
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .credentials("AKID", Secret.of("very-secret"))
        .partSize(5 << 20)
        .property("read-timeout", "500 ms")
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

  int openUploads() {
    return uploads.size();
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
      Fault fault = fault(request);
      if (fault == null) {
        answer(exchange, request, false);
      } else {
        misbehave(exchange, request, fault);
      }
    }
  }

  private synchronized Fault fault(Request request) {
    for (Planned planned : plan) {
      if (planned.when().test(request)) {
        plan.remove(planned);
        return planned.fault();
      }
    }
    return null;
  }

  private void misbehave(HttpExchange exchange, Request request, Fault fault) throws IOException {
    switch (fault) {
      case BUSY -> error(exchange, 503, "SlowDown");
      case DENIED -> error(exchange, 403, "SignatureDoesNotMatch");
      case NO_BUCKET -> error(exchange, 404, "NoSuchBucket");
      case LACKING -> error(exchange, 501, "NotImplemented");
      case CONFLICT -> error(exchange, 409, "ConditionalRequestConflict");
      case CUT -> {}
      case LOSE_ANSWER -> apply(request);
      case ERROR_BODY -> error(exchange, 200, "InternalError");
      case LIE -> send(exchange, 200, "<CompleteMultipartUploadResult/>");
      case GARBLE -> {
        apply(request);
        send(exchange, 200, "<Result><Begun>");
      }
      case TRUNCATE -> answer(exchange, request, true);
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
        exchange.getRequestURI().getPath().replaceFirst("^/bucket/?", ""),
        query == null ? "" : query,
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  private void answer(HttpExchange exchange, Request request, boolean half) throws IOException {
    switch (request.operation()) {
      case "HEAD", "GET" -> read(exchange, request, half);
      case "CREATE" ->
          send(
              exchange,
              200,
              "<InitiateMultipartUploadResult><UploadId>"
                  + apply(request)
                  + "</UploadId></InitiateMultipartUploadResult>");
      case "LIST_UPLOADS" -> send(exchange, 200, openUploadsAsXml());
      case "BULK_DELETE" -> send(exchange, 200, "<DeleteResult/>");
      default -> write(exchange, request);
    }
  }

  private String openUploadsAsXml() {
    StringBuilder xml = new StringBuilder("<ListMultipartUploadsResult>");
    for (String id : uploads.keySet()) {
      xml.append("<Upload><Key>p/srv/x</Key><UploadId>" + id + "</UploadId><Initiated>");
      xml.append(Instant.now() + "</Initiated></Upload>");
    }
    return xml + "</ListMultipartUploadsResult>";
  }

  private void write(HttpExchange exchange, Request request) throws IOException {
    boolean refused =
        request.headers().containsKey("If-None-Match") && objects.containsKey(request.key());
    if (refused) {
      error(exchange, 412, "PreconditionFailed");
      return;
    }
    apply(request);
    exchange.getResponseHeaders().set("ETag", "\"tag\"");
    switch (request.operation()) {
      case "COMPLETE" -> send(exchange, 200, "<CompleteMultipartUploadResult/>");
      case "COPY_PUT" -> send(exchange, 200, "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>");
      case "COPY_PART" -> send(exchange, 200, "<CopyPartResult><ETag>e</ETag></CopyPartResult>");
      default -> exchange.sendResponseHeaders(200, -1);
    }
  }

  private synchronized String apply(Request request) {
    String id = request.query().replaceAll(".*uploadId=([^&]*).*", "$1");
    switch (request.operation()) {
      case "PUT" -> objects.put(request.key(), new Stored(request.body(), request.headers()));
      case "CREATE" -> {
        id = "upload-" + uploadIds.incrementAndGet();
        uploads.put(id, request.headers());
        parts.put(id, new TreeMap<>());
      }
      case "PART" -> {
        String number = request.query().replaceAll(".*partNumber=(\\d+).*", "$1");
        parts.get(id).put(Integer.valueOf(number), request.body());
      }
      case "COMPLETE" -> objects.put(request.key(), new Stored(joined(id), uploads.remove(id)));
      case "ABORT" -> uploads.remove(id);
      case "DELETE" -> objects.remove(request.key());
      default -> {}
    }
    return id;
  }

  private byte[] joined(String id) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.remove(id).values().forEach(all::writeBytes);
    return all.toByteArray();
  }

  private void read(HttpExchange exchange, Request request, boolean half) throws IOException {
    Stored stored = objects.get(request.key());
    if (stored == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    stored.headers().forEach((name, value) -> echo(exchange, name, value));
    exchange.getResponseHeaders().set("ETag", "\"tag\"");
    if (request.method().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + stored.bytes().length);
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, stored.bytes().length);
    exchange.getResponseBody().write(stored.bytes(), 0, stored.bytes().length / (half ? 2 : 1));
    exchange.getResponseBody().flush();
  }

  private static void echo(HttpExchange exchange, String name, String value) {
    if (name.toLowerCase(java.util.Locale.ROOT).startsWith("x-amz-meta-")) {
      exchange.getResponseHeaders().set(name, value);
    }
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    send(exchange, status, "<Error><Code>" + code + "</Code><Message>said so</Message></Error>");
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] body = ("<?xml version=\"1.0\"?>" + xml).getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
