/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param objects ascending by key
 * @param prefixes the common prefixes that the delimiter folded, each ending with it, ascending
 * @param nextPageToken for the page behind; null if this is the last one
 */
public record ListPage(
    List<ObjectMetadata> objects, List<String> prefixes, @Nullable String nextPageToken) {

  /** Copies the lists. */
  public ListPage {
    objects = List.copyOf(objects);
    prefixes = List.copyOf(prefixes);
  }
}
