/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** As much of S3 as {@link Training} needs: objects in memory, and lists of one page. */
final class TrainingStore implements AutoCloseable {

  private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  private static final String ABSENT = XML + "<Error><Code>NoSuchKey</Code></Error>";

  private final HttpServer server;
  private final Map<String, byte[]> objects = new TreeMap<>();

  private TrainingStore(HttpServer server) {
    this.server = server;
  }

  static TrainingStore start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TrainingStore store = new TrainingStore(server);
    server.createContext("/", store::answer);
    server.start();
    return store;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String key = exchange.getRequestURI().getPath().replaceFirst("^/[^/]*/?", "");
    if (exchange.getRequestMethod().equals("PUT")) {
      objects.put(key, body);
      send(exchange, 200, new byte[0]);
    } else if (key.isEmpty()) {
      send(exchange, 200, list(exchange.getRequestURI().getRawQuery()));
    } else {
      sendObject(exchange, objects.get(key));
    }
  }

  private static void sendObject(HttpExchange exchange, byte @Nullable [] object)
      throws IOException {
    if (object == null) {
      send(exchange, 404, ABSENT.getBytes(StandardCharsets.UTF_8));
    } else {
      send(exchange, 200, object);
    }
  }

  private byte[] list(@Nullable String query) {
    String prefix = String.valueOf(query).replaceFirst(".*prefix=([^&]*).*", "$1");
    String decoded = java.net.URLDecoder.decode(prefix, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(XML + "<ListBucketResult>");
    objects.forEach((key, object) -> out.append(key.startsWith(decoded) ? entry(key, object) : ""));
    return out.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String entry(String key, byte[] object) {
    return "<Contents><Key>%s</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
            .formatted(key)
        + String.format(
            Locale.ROOT, "<ETag>\"training\"</ETag><Size>%d</Size></Contents>", object.length);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("ETag", "\"training\"");
    exchange.getResponseHeaders().add("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
