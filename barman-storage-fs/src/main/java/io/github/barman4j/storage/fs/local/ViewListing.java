/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static io.github.barman4j.storage.ObjectKey.STORE_ORDER;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing of the view. A token is the last key or prefix of its page; memory is that
 * of the page and of one directory.
 */
final class ViewListing {

  private final ListRequest request;
  private final @Nullable String last;
  private final ViewWindow window;
  private final List<ObjectMetadata> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private String end = "";

  private ViewListing(ListRequest request) {
    this.request = request;
    String token = request.pageToken();
    this.last = token == null ? null : decode(token);
    this.window = new ViewWindow(request.prefix(), later(request.startAfter(), last));
  }

  private static @Nullable String later(@Nullable String a, @Nullable String b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return STORE_ORDER.compare(a, b) > 0 ? a : b;
  }

  static ListPage page(ViewDirectory root, ListRequest request) throws IOException {
    ViewListing listing = new ViewListing(request);
    boolean complete = listing.add(root);
    return new ListPage(listing.objects, listing.prefixes, complete ? null : encode(listing.end));
  }

  /** Adds what is below a directory; returns whether all of it found room. */
  private boolean add(ViewDirectory directory) throws IOException {
    for (ViewNode child : directory.children(window)) {
      boolean complete =
          child instanceof ViewDirectory below
              ? addDirectory(below)
              : addObject((ViewObject) child);
      if (!complete) {
        return false;
      }
    }
    return true;
  }

  private boolean addDirectory(ViewDirectory directory) throws IOException {
    String key = directory.key();
    if (!window.admitsBelow(key)) {
      return true;
    }
    String folded = folded(key);
    if (folded == null) {
      return add(directory);
    }
    return isListed(folded) || !hasWanted(directory) || addPrefix(folded);
  }

  private boolean hasWanted(ViewDirectory directory) throws IOException {
    if (!window.beginsIn(directory.key())) {
      return !directory.isEmpty();
    }
    for (ViewNode child : directory.children(window)) {
      boolean wanted =
          child instanceof ViewDirectory below
              ? window.admitsBelow(below.key()) && hasWanted(below)
              : window.admits(child.key());
      if (wanted) {
        return true;
      }
    }
    return false;
  }

  private boolean addObject(ViewObject object) throws IOException {
    if (!window.admits(object.key())) {
      return true;
    }
    String folded = folded(object.key());
    if (folded != null) {
      return isListed(folded) || addPrefix(folded);
    } else if (isFull()) {
      return false;
    }
    objects.add(object.metadata());
    end = object.key();
    return true;
  }

  private boolean addPrefix(String prefix) {
    if (isFull()) {
      return false;
    }
    prefixes.add(prefix);
    end = prefix;
    return true;
  }

  private boolean isFull() {
    return objects.size() + prefixes.size() == request.pageSize();
  }

  private boolean isListed(String folded) {
    return folded.equals(last) || folded.equals(end);
  }

  private @Nullable String folded(String key) {
    String delimiter = request.delimiter();
    if (delimiter == null || !key.startsWith(request.prefix())) {
      return null;
    }
    int at = key.indexOf(delimiter, request.prefix().length());
    return at < 0 ? null : key.substring(0, at + delimiter.length());
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
  }

  private static String decode(String token) {
    return new String(Base64.getUrlDecoder().decode(token), UTF_8);
  }
}
