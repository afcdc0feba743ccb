/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The objects of a bucket by name, in the order of UTF-8 bytes. Thread-safe. */
final class GcsBucket {
  private static final AtomicLong GENERATIONS = new AtomicLong(1_700_000_000_000_000L);
  private static final int PAGE = 1000;
  private static final int MAX_NAME = 1024;
  private static final Comparator<String> UTF8 =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

  private final String name;
  private final SortedMap<String, GcsObject> objects = new TreeMap<>(UTF8);

  GcsBucket(String name) {
    this.name = name;
  }

  synchronized @Nullable GcsObject find(String key) {
    return objects.get(key);
  }

  synchronized List<String> names() {
    return List.copyOf(objects.keySet());
  }

  synchronized GcsObject get(String key, GcsConditions conditions) {
    GcsObject found = objects.get(key);
    if (found == null) {
      throw GcsFailure.noObject(name, key);
    }
    conditions.check(found);
    return found;
  }

  /** Checks what a later {@link #put} will check again. */
  synchronized void checkPut(String key, GcsConditions conditions) {
    checkName(key);
    GcsObject there = objects.get(key);
    conditions.check(there);
    checkNotHeld(there);
  }

  synchronized GcsObject put(GcsWrite write, GcsConditions conditions) {
    checkPut(write.name(), conditions);
    GcsObject object =
        new GcsObject(
            name,
            write.name(),
            GENERATIONS.incrementAndGet(),
            1,
            write.content(),
            write.crc32c(),
            write.given(),
            Instant.now(),
            write.components());
    objects.put(write.name(), object);
    return object;
  }

  synchronized GcsObject patch(String key, Map<String, Object> fields, GcsConditions conditions) {
    GcsObject patched = get(key, conditions).patched(fields);
    objects.put(key, patched);
    return patched;
  }

  synchronized void delete(String key, GcsConditions conditions) {
    checkNotHeld(get(key, conditions));
    objects.remove(key);
  }

  /** Returns a page in the API's form. */
  synchronized Map<String, Object> list(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.getOrDefault("delimiter", "");
    int size = Math.min(PAGE, Integer.parseInt(query.getOrDefault("maxResults", "" + PAGE)));
    String from = later(query.getOrDefault("startOffset", ""), prefix);
    String token = query.getOrDefault("pageToken", "");
    List<Map<String, Object>> items = new ArrayList<>();
    Set<String> prefixes = new LinkedHashSet<>();
    String last = "";
    Map<String, Object> page = new LinkedHashMap<>();
    for (GcsObject object : objects.tailMap(later(from, token)).values()) {
      String key = object.name();
      if (!key.startsWith(prefix)) {
        break;
      }
      String folded = fold(key, prefix, delimiter);
      boolean seen = prefixes.contains(folded) || isBefore(folded, key, token);
      if (key.equals(token) || seen) {
        continue;
      }
      if (items.size() + prefixes.size() == size) {
        page.put("nextPageToken", last);
        break;
      }
      last = folded;
      if (folded.equals(key)) {
        items.add(object.json());
      } else {
        prefixes.add(folded);
      }
    }
    page.put("items", items);
    page.put("prefixes", List.copyOf(prefixes));
    return page;
  }

  /** Tells whether a page before ended with this common prefix. */
  private static boolean isBefore(String folded, String key, String token) {
    return !folded.equals(key) && folded.equals(token);
  }

  private static String later(String left, String right) {
    return UTF8.compare(left, right) > 0 ? left : right;
  }

  private static String fold(String key, String prefix, String delimiter) {
    int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return at < 0 ? key : key.substring(0, at + delimiter.length());
  }

  private static void checkName(String key) {
    boolean bad =
        key.isEmpty() || key.equals(".") || key.equals("..") || key.matches("(?s).*[\r\n].*");
    if (bad || key.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
      throw GcsFailure.invalid("Invalid object name: '" + key + "'");
    }
  }

  private static void checkNotHeld(@Nullable GcsObject there) {
    if (there != null && there.isHeld()) {
      throw new GcsFailure(
          403, "forbidden", "Object '" + there.name() + "' is under active Temporary hold.");
    }
  }

  /**
   * An object to be.
   *
   * @param given what the writer said of it
   */
  record GcsWrite(
      String name,
      GcsContent content,
      long crc32c,
      Map<String, @Nullable Object> given,
      int components) {

    GcsWrite {
      given = new HashMap<>(given);
    }

    /** Makes the write that an upload or a composition is, once the checksums it names match. */
    static GcsWrite of(
        String name, GcsContent content, Map<String, @Nullable Object> given, int components) {
      long crc32c = content.crc32c().getValue();
      Object expected = given.get("crc32c");
      if (expected != null && !expected.equals(GcsObject.base64(crc32c))) {
        throw GcsFailure.invalid(
            "Provided CRC32C \""
                + expected
                + "\" doesn't match calculated CRC32C \""
                + GcsObject.base64(crc32c)
                + "\".");
      }
      checkMd5(content, given.get("md5Hash"));
      return new GcsWrite(name, content, crc32c, given, components);
    }

    private static void checkMd5(GcsContent content, @Nullable Object expected) {
      if (expected != null && !expected.equals(content.md5())) {
        throw GcsFailure.invalid(
            "Provided MD5 hash \"" + expected + "\" doesn't match calculated MD5 hash.");
      }
    }
  }
}
