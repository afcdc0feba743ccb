/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.memory;

import static io.github.barman4j.storage.ObjectKey.STORE_ORDER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map.Entry;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, found by jumping from key to key: what a delimiter folds is stepped over,
 * however many keys it holds. A token is the first key of its page.
 */
final class MemoryListing {

  private final NavigableMap<String, StoredObject> store;
  private final ListRequest request;
  private final List<ObjectMetadata> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();

  private MemoryListing(NavigableMap<String, StoredObject> store, ListRequest request) {
    this.store = store;
    this.request = request;
  }

  static ListPage page(NavigableMap<String, StoredObject> store, ListRequest request) {
    return new MemoryListing(store, request).fill();
  }

  private ListPage fill() {
    Entry<String, StoredObject> entry = first();
    while (entry != null && entry.getKey().startsWith(request.prefix())) {
      if (objects.size() + prefixes.size() == request.pageSize()) {
        return new ListPage(objects, prefixes, encode(entry.getKey()));
      }
      entry = take(entry);
    }
    return new ListPage(objects, prefixes, null);
  }

  private @Nullable Entry<String, StoredObject> first() {
    String token = request.pageToken();
    if (token != null) {
      return store.ceilingEntry(decode(token));
    }
    String after = request.startAfter();
    return after != null && STORE_ORDER.compare(after, request.prefix()) >= 0
        ? store.higherEntry(after)
        : store.ceilingEntry(request.prefix());
  }

  private @Nullable Entry<String, StoredObject> take(Entry<String, StoredObject> entry) {
    String folded = folded(entry.getKey());
    if (folded == null) {
      objects.add(entry.getValue().metadata());
      return store.higherEntry(entry.getKey());
    }
    prefixes.add(folded);
    String behind = behind(folded);
    return behind == null ? null : store.ceilingEntry(behind);
  }

  private @Nullable String folded(String key) {
    String delimiter = request.delimiter();
    int at = delimiter == null ? -1 : key.indexOf(delimiter, request.prefix().length());
    return delimiter == null || at < 0 ? null : key.substring(0, at + delimiter.length());
  }

  /** Returns the least text behind all that begin with {@code prefix}, null if there is none. */
  private static @Nullable String behind(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      end -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        return prefix.substring(0, end) + Character.toString(following(last));
      }
    }
    return null;
  }

  private static int following(int codePoint) {
    int next = codePoint + 1;
    return next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
  }

  private static String decode(String token) {
    return new String(Base64.getUrlDecoder().decode(token), UTF_8);
  }
}
