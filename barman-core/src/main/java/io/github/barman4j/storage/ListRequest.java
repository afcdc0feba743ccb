/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which keys to list.
 *
 * @param prefix that keys begin with; empty means all
 * @param delimiter keys that have it behind the prefix are folded into {@link ListPage#prefixes()};
 *     null means none are
 * @param startAfter keys up to and including this one are left out; null means from the first
 * @param pageToken where the page before ended; null means the first page
 * @param pageSize the most keys and prefixes wanted in a page, 1 to 1000; a page may hold fewer
 */
public record ListRequest(
    String prefix,
    @Nullable String delimiter,
    @Nullable String startAfter,
    @Nullable String pageToken,
    int pageSize) {

  private static final int MAX_PAGE = 1000;

  /** Checks the page size and that the delimiter is not empty. */
  public ListRequest {
    Objects.requireNonNull(prefix, "prefix");
    if (pageSize < 1 || pageSize > MAX_PAGE) {
      throw new IllegalArgumentException("A page holds 1 to 1000 keys, got " + pageSize);
    }
    if (delimiter != null && delimiter.isEmpty()) {
      throw new IllegalArgumentException("A delimiter is not empty");
    }
  }

  /** Returns the request for all keys that begin with {@code prefix}. */
  public static ListRequest prefix(String prefix) {
    return new ListRequest(prefix, null, null, null, MAX_PAGE);
  }

  /** Returns the request for one level: what is directly under {@code prefix}. */
  public static ListRequest directory(String prefix) {
    return prefix(prefix).withDelimiter("/");
  }

  /** Returns this request with a delimiter. */
  public ListRequest withDelimiter(String newDelimiter) {
    return new ListRequest(prefix, newDelimiter, startAfter, pageToken, pageSize);
  }

  /** Returns this request for keys behind {@code key} only. */
  public ListRequest withStartAfter(String key) {
    return new ListRequest(prefix, delimiter, key, pageToken, pageSize);
  }

  /** Returns this request for the page that the token stands for. */
  public ListRequest withPageToken(String token) {
    return new ListRequest(prefix, delimiter, startAfter, token, pageSize);
  }

  /** Returns this request with another page size. */
  public ListRequest withPageSize(int size) {
    return new ListRequest(prefix, delimiter, startAfter, pageToken, size);
  }
}
