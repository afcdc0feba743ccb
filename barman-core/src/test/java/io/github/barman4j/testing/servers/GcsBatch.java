/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many calls in one request: multipart/mixed, each part an HTTP request. */
final class GcsBatch {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (\\S+) HTTP/1.1");
  private static final int MAX_CALLS = 100;

  private GcsBatch() {}

  static GcsAnswer run(GcsCall batch, Function<GcsCall, GcsAnswer> api) throws IOException {
    Matcher boundary = BOUNDARY.matcher(batch.headers().getOrDefault("Content-Type", ""));
    if (!boundary.find()) {
      throw GcsFailure.invalid("A batch is multipart/mixed");
    }
    String[] parts = batch.text().split("--" + Pattern.quote(boundary.group(1)), -1);
    if (parts.length - 2 > MAX_CALLS) {
      throw GcsFailure.invalid("At most 100 calls in a batch, got " + (parts.length - 2));
    }
    StringBuilder answers = new StringBuilder();
    for (int i = 1; i < parts.length - 1; i++) {
      answers.append("--answers\r\n").append(answer(parts[i], batch, api));
    }
    return GcsAnswer.text(200, "multipart/mixed; boundary=answers", answers + "--answers--\r\n");
  }

  private static String answer(String part, GcsCall batch, Function<GcsCall, GcsAnswer> api)
      throws IOException {
    String[] sections = part.strip().split("\r?\n\r?\n", 3);
    String[] lines = sections[1].split("\r?\n");
    Matcher request = REQUEST.matcher(lines[0]);
    if (!request.matches()) {
      throw GcsFailure.invalid("Not a request: " + lines[0]);
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(headers(sections[1]));
    batch.headers().forEach(headers::putIfAbsent);
    GcsAnswer answer =
        api.apply(
            GcsCall.ofPart(
                headers.getOrDefault("X-HTTP-Method-Override", request.group(1)),
                request.group(2),
                headers,
                sections.length > 2 ? sections[2] : ""));
    return part(headers(sections[0]).getOrDefault("Content-ID", "<1>"), answer);
  }

  private static String part(String id, GcsAnswer answer) throws IOException {
    java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
    answer.writeTo(body);
    return "Content-Type: application/http\r\nContent-ID: "
        + id.replaceFirst("<", "<response-")
        + "\r\n\r\nHTTP/1.1 "
        + answer.status()
        + " Said\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: "
        + body.size()
        + "\r\n\r\n"
        + body.toString(java.nio.charset.StandardCharsets.UTF_8)
        + "\r\n";
  }

  private static Map<String, String> headers(String section) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    section
        .lines()
        .map(line -> line.split(": ", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> headers.put(pair[0], pair[1]));
    return headers;
  }
}
