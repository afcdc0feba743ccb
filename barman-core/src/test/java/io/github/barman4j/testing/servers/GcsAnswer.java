/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.internal.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the API.
 *
 * @param offset of the first byte of the content that is sent
 * @param length bytes that are sent
 */
record GcsAnswer(
    int status, Map<String, String> headers, GcsContent content, long offset, long length) {

  static GcsAnswer empty(int status) {
    return new GcsAnswer(status, Map.of(), GcsContent.EMPTY, 0, 0);
  }

  static GcsAnswer json(int status, Map<String, Object> json) {
    return text(status, "application/json; charset=UTF-8", Json.write(json));
  }

  static GcsAnswer of(GcsFailure failure) {
    return json(failure.status(), failure.json());
  }

  static GcsAnswer text(int status, String type, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new GcsAnswer(
        status,
        Map.of("Content-Type", type),
        GcsContent.of(java.util.List.of(GcsContent.Block.of(bytes))),
        0,
        bytes.length);
  }

  GcsAnswer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new GcsAnswer(status, all, content, offset, length);
  }

  void writeTo(OutputStream out) throws IOException {
    content.writeTo(out, offset, length);
  }
}
