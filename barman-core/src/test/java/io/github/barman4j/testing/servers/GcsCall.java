/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A request of the API, its parts decoded.
 *
 * @param path the parts between slashes
 * @param headers by name in any case
 */
record GcsCall(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    InputStream body) {

  static GcsCall of(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    boolean gzip = "gzip".equals(headers.get("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    String method = headers.getOrDefault("X-HTTP-Method-Override", exchange.getRequestMethod());
    return of(
        method,
        exchange.getRequestURI().toString(),
        headers,
        gzip ? new GZIPInputStream(body) : body);
  }

  static GcsCall of(String method, String target, Map<String, String> headers, InputStream body) {
    String local = target.replaceFirst("^https?://[^/]*", "");
    int question = local.indexOf('?');
    String path = question < 0 ? local : local.substring(0, question);
    return new GcsCall(
        method,
        Arrays.stream(path.split("/", -1)).skip(1).map(GcsCall::decodedPath).toList(),
        question < 0 ? Map.of() : query(local.substring(question + 1)),
        headers,
        body);
  }

  static GcsCall ofPart(String method, String target, Map<String, String> headers, String body) {
    return of(method, target, headers, new ByteArrayInputStream(body.getBytes(UTF_8)));
  }

  String text() throws IOException {
    return new String(body.readAllBytes(), UTF_8);
  }

  Map<String, Object> json() throws IOException {
    return JsonText.object(text());
  }

  /** Returns what is asked for, as {@link GcsServer#then} names it. */
  String operation() {
    if (path.get(0).equals("upload")) {
      return upload();
    }
    return switch (path.get(0)) {
      case "token" -> "TOKEN";
      case "batch" -> "BATCH";
      default -> resource();
    };
  }

  private String upload() {
    if (!query.containsKey("upload_id")) {
      return query.getOrDefault("uploadType", "").equals("resumable") ? "BEGIN" : "INSERT";
    }
    if (method.equals("DELETE")) {
      return "CANCEL";
    }
    String range = headers.getOrDefault("Content-Range", "bytes */*");
    return range.equals("bytes */*") ? "STATUS" : range.endsWith("/*") ? "CHUNK" : "FINISH";
  }

  private String resource() {
    if (!path.contains("o")) {
      return "BUCKET";
    }
    if (path.contains("rewriteTo")) {
      return "REWRITE";
    }
    if (path.get(path.size() - 1).equals("compose")) {
      return "COMPOSE";
    }
    if (path.get(path.size() - 1).equals("o")) {
      return "LIST";
    }
    return "media".equals(query.get("alt")) ? "MEDIA" : method;
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return query;
  }

  private static String decodedPath(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }
}
