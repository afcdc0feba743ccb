/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.barman4j.storage.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A small S3 that misbehaves as told; it checks no signatures, only who signed, and knows what the
 * tests need. Also for requests that reach it as a proxy, or name the bucket in the host.
 */
final class ScriptedS3 implements AutoCloseable {

  /** What to do with a request instead of answering it well. */
  enum Fault {
    /** Answer 503 SlowDown, doing nothing. */
    BUSY,
    /** Answer 403 SignatureDoesNotMatch, doing nothing. */
    DENIED,
    /** Answer 403 AccessDenied, doing nothing. */
    FORBIDDEN,
    /** Answer 403 RequestTimeTooSkewed, doing nothing. */
    SKEWED,
    /** Answer 404 NoSuchBucket, doing nothing. */
    NO_BUCKET,
    /** Answer 501 NotImplemented, doing nothing. */
    LACKING,
    /** Answer 405 MethodNotAllowed, doing nothing. */
    NOT_ALLOWED,
    /** Answer 400 MissingContentMD5, doing nothing. */
    MD5_MISSING,
    /** Answer 409 ConditionalRequestConflict, doing nothing. */
    CONFLICT,
    /** Close the connection, doing nothing. */
    CUT,
    /** Do it, then close the connection without an answer. */
    LOSE_ANSWER,
    /** Do it, then end the server without an answer. */
    DIE,
    /** Do it, then answer 200 with an error in the body. */
    ERROR_BODY,
    /** Answer 200 as if it were done, doing nothing. */
    LIE,
    /** Do it as if it had come twice, and give the second answer. */
    TWICE,
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

    /** Returns the access key that signed, and the session token if there was one. */
    List<String> signers() {
      String key = header("Authorization").replaceAll("(?s).*Credential=([^/]*)/.*", "$1");
      return List.of(key, header("X-Amz-Security-Token"));
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    String operation() {
      if (query.startsWith("uploads")) {
        return method.equals("GET") ? "LIST_UPLOADS" : "CREATE";
      }
      if (query.startsWith("delete")) {
        return "BULK_DELETE";
      }
      if (query.contains("list-type")) {
        return "LIST";
      }
      if (query.startsWith("tagging")) {
        return method + "_TAGS";
      }
      String copied = headers.containsKey("x-amz-copy-source") ? "COPY_" : "";
      return query.contains("uploadId")
          ? switch (method) {
            case "PUT" -> copied + "PART";
            case "POST" -> "COMPLETE";
            case "GET" -> "LIST_PARTS";
            default -> "ABORT";
          }
          : copied + method;
    }
  }

  private record Stored(byte[] bytes, Map<String, String> headers) {}

  private record Planned(Predicate<Request> when, Fault fault) {}

  private record Refusal(int status, String code) {}

  private record Event(String operation, int number, Runnable action) {}

  private volatile Instant begun = Instant.now();
  private volatile Instant lastPart;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> uploads = new ConcurrentHashMap<>();
  private final Map<String, TreeMap<Integer, byte[]>> parts = new ConcurrentHashMap<>();
  private final AtomicInteger uploadIds = new AtomicInteger();
  private final List<Planned> plan = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();

  ScriptedS3() throws IOException {
    this(HttpServer.create(loopback(), 0));
  }

  private ScriptedS3(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts one that speaks TLS. */
  static ScriptedS3 tls(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new ScriptedS3(server);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Refuses whoever signs with this access key or session token from now on. */
  void refuse(String signer, int status, String code) {
    refusals.put(signer, new Refusal(status, code));
  }

  /** Lets something happen when the nth request of an operation arrives, before it is looked at. */
  void before(String operation, int number, Runnable action) {
    events.add(new Event(operation, number, action));
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Says when all uploads began, and when the last part came; null for none. */
  void uploadsOf(Instant beginning, Instant part) {
    begun = beginning;
    lastPart = part;
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
            new S3Location("bucket", "p"), URI.create("http://127.0.0.1:" + port()))
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
      arrived(request);
      Refusal refusal = refusal(request);
      Fault fault = refusal == null ? fault(request) : null;
      if (refusal != null) {
        error(exchange, refusal.status(), refusal.code());
      } else if (fault == null) {
        answer(exchange, request, false);
      } else {
        misbehave(exchange, request, fault);
      }
    }
  }

  private synchronized void arrived(Request request) {
    requests.add(request);
    int number = requests(request.operation()).size();
    events.stream()
        .filter(event -> event.operation().equals(request.operation()) && event.number() == number)
        .forEach(event -> event.action().run());
  }

  private Refusal refusal(Request request) {
    return request.signers().stream()
        .map(refusals::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
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
      case FORBIDDEN -> error(exchange, 403, "AccessDenied");
      case SKEWED -> error(exchange, 403, "RequestTimeTooSkewed");
      case NO_BUCKET -> error(exchange, 404, "NoSuchBucket");
      case LACKING -> error(exchange, 501, "NotImplemented");
      case NOT_ALLOWED -> error(exchange, 405, "MethodNotAllowed");
      case MD5_MISSING -> error(exchange, 400, "MissingContentMD5");
      case CONFLICT -> error(exchange, 409, "ConditionalRequestConflict");
      case CUT -> {}
      case LOSE_ANSWER -> apply(request);
      case DIE -> {
        apply(request);
        server.stop(0);
      }
      case ERROR_BODY -> error(exchange, 200, "InternalError");
      case LIE -> send(exchange, 200, "<CompleteMultipartUploadResult/>");
      case GARBLE -> {
        apply(request);
        send(exchange, 200, "<Result><Begun>");
      }
      case TWICE -> {
        apply(request);
        answer(exchange, request, false);
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
        exchange.getRequestURI().getPath().replaceFirst("^/(bucket/?)?", ""),
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
      case "LIST_PARTS" -> send(exchange, 200, partsAsXml());
      case "LIST" -> send(exchange, 200, "<ListBucketResult/>");
      case "GET_TAGS", "PUT_TAGS", "DELETE_TAGS" -> send(exchange, 200, "<Tagging/>");
      case "BULK_DELETE" -> send(exchange, 200, "<DeleteResult/>");
      default -> write(exchange, request);
    }
  }

  private String partsAsXml() {
    Instant last = lastPart;
    return "<ListPartsResult>"
        + (last == null
            ? ""
            : "<Part><PartNumber>1</PartNumber><LastModified>" + last + "</LastModified></Part>")
        + "</ListPartsResult>";
  }

  private String openUploadsAsXml() {
    StringBuilder xml = new StringBuilder("<ListMultipartUploadsResult>");
    for (String id : uploads.keySet()) {
      xml.append("<Upload><Key>p/srv/x</Key><UploadId>" + id + "</UploadId><Initiated>");
      xml.append(begun + "</Initiated></Upload>");
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
    if (name.toLowerCase(Locale.ROOT).matches("x-amz-(meta|object-lock)-.*")) {
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
