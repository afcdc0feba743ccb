/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One generation of an object.
 *
 * @param given what the writer said of it: metadata, storage class, the key of its encryption
 * @param components of which it was composed, 0 if it was not
 */
record GcsObject(
    String bucket,
    String name,
    long generation,
    long metageneration,
    GcsContent content,
    long crc32c,
    Map<String, @Nullable Object> given,
    Instant created,
    int components) {

  static String base64(long crc32c) {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc32c).array());
  }

  String hash() {
    return "crc32c=" + base64(crc32c);
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> metadata() {
    return (Map<String, Object>) Objects.requireNonNullElse(given.get("metadata"), Map.of());
  }

  boolean isHeld() {
    return Boolean.TRUE.equals(given.get("temporaryHold"));
  }

  /** Returns this generation with fields replaced; those that are null are removed. */
  GcsObject patched(Map<String, Object> fields) {
    Map<String, @Nullable Object> all = new HashMap<>(given);
    fields.forEach((name, value) -> all.put(name, merged(all.get(name), value)));
    return new GcsObject(
        bucket, name, generation, metageneration + 1, content, crc32c, all, created, components);
  }

  private static @Nullable Object merged(@Nullable Object old, @Nullable Object change) {
    if (!(change instanceof Map<?, ?> changes)) {
      return change;
    }
    Map<Object, Object> all = new HashMap<>(old instanceof Map<?, ?> map ? map : Map.of());
    changes.forEach((name, value) -> put(all, name, value));
    return all;
  }

  private static void put(Map<Object, Object> all, Object name, @Nullable Object value) {
    if (value == null) {
      all.remove(name);
    } else {
      all.put(name, value);
    }
  }

  /** Returns what the API tells of it. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", "storage#object");
    json.put("bucket", bucket);
    json.put("name", name);
    json.put("generation", Long.toString(generation));
    json.put("metageneration", Long.toString(metageneration));
    json.put("size", Long.toString(content.size()));
    json.put("crc32c", base64(crc32c));
    json.put("etag", "etag-" + generation + "-" + metageneration);
    json.put("timeCreated", created.toString());
    json.put("updated", created.toString());
    json.put("storageClass", Objects.requireNonNullElse(given.get("storageClass"), "STANDARD"));
    if (components > 0) {
      json.put("componentCount", components);
    }
    for (String field : new String[] {"metadata", "kmsKeyName", "contentType", "temporaryHold"}) {
      Object value = given.get(field);
      if (value != null) {
        json.put(field, value);
      }
    }
    return json;
  }
}
