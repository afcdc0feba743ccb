/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who gives out credentials: STS, the metadata of an instance and of a container. They are numbered
 * ROLE-1, ROLE-2, and so on, with the session tokens token-1, token-2.
 */
final class ScriptedIdentity implements AutoCloseable {

  private static final String CREDENTIALS = "/latest/meta-data/iam/security-credentials";

  private final HttpServer server;
  private final AtomicInteger issued = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Duration lifetime = Duration.ofHours(1);
  private volatile String error = "";

  ScriptedIdentity() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How long credentials given out from now on last; a minute before it they are replaced. */
  ScriptedIdentity lasting(Duration time) {
    lifetime = time;
    return this;
  }

  /** Refuses from now on. */
  void refuse(String code) {
    error = code;
  }

  int issued() {
    return issued.get();
  }

  /** Returns what was asked: method, path and the decoded form. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path + " " + URLDecoder.decode(form, UTF_8));
      int status = error.isEmpty() ? 200 : 403;
      byte[] answer = answer(path, form).getBytes(UTF_8);
      boolean known = !path.contains("-extended");
      exchange.sendResponseHeaders(known ? status : 404, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String answer(String path, String form) {
    if (!error.isEmpty()) {
      return "<ErrorResponse><Error><Code>%s</Code><Message>no</Message></Error></ErrorResponse>"
          .formatted(error);
    }
    if (path.equals("/latest/api/token")) {
      return "metadata-token";
    }
    if (path.equals(CREDENTIALS + "/") || path.equals(CREDENTIALS)) {
      return "the-role";
    }
    return path.equals("/") ? sts(form) : json();
  }

  private String sts(String form) {
    String action = form.replaceAll(".*Action=([A-Za-z]+).*", "$1");
    int number = issued.incrementAndGet();
    return """
        <%1$sResponse><%1$sResult><Credentials>
        <AccessKeyId>ROLE-%2$d</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
        <SessionToken>token-%2$d</SessionToken><Expiration>%3$s</Expiration>
        </Credentials></%1$sResult></%1$sResponse>
        """
        .formatted(action, number, Instant.now().plus(lifetime));
  }

  private String json() {
    return """
        {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ROLE-%1$d",
        "SecretAccessKey": "secret", "Token": "token-%1$d", "Expiration": "%2$s"}
        """
        .formatted(issued.incrementAndGet(), Instant.now().plus(lifetime));
  }
}
