/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, walked in the order of keys. Of a directory only as many entries are held
 * as fit into the page, however many it has.
 *
 * <p>A directory sorts as its name with a slash, which is what all keys below it begin with: {@code
 * a-b}, {@code a.b}, {@code a/1}, {@code a0}.
 */
final class FsListing {

  private final ListRequest request;
  private final List<ObjectMetadata> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private FsPosition position;
  private boolean full;

  private FsListing(ListRequest request) {
    this.request = request;
    this.position = FsPosition.of(request);
  }

  static ListPage page(FsLocation location, ListRequest request) throws IOException {
    FsListing listing = new FsListing(request);
    Optional<Path> directory = location.directoryOf(request.prefix());
    if (directory.isPresent()) {
      String base = request.prefix().substring(0, request.prefix().lastIndexOf('/') + 1);
      listing.walk(directory.get(), base);
    }
    String token = listing.full ? listing.position.token() : null;
    return new ListPage(listing.objects, listing.prefixes, token);
  }

  private void walk(Path directory, String base) throws IOException {
    String done = null;
    int limit;
    List<FsEntry> entries;
    do {
      limit = room() + 1;
      entries = scan(directory, base, done, limit);
      for (FsEntry entry : entries) {
        take(entry);
        done = entry.sortKey();
      }
    } while (!full && entries.size() == limit);
  }

  private List<FsEntry> scan(Path directory, String base, @Nullable String done, int limit)
      throws IOException {
    return new FsScan(base, request.prefix(), position, done, limit).entries(directory);
  }

  private int room() {
    return request.pageSize() - objects.size() - prefixes.size();
  }

  private void take(FsEntry entry) throws IOException {
    String folded = folded(entry.sortKey());
    FsVersion version = entry.version();
    if (full || isDone(entry)) {
      return;
    }
    if (folded != null) {
      takePrefix(entry, folded);
    } else if (version == null) {
      walk(entry.path(), entry.sortKey());
    } else if (hasRoom()) {
      objects.add(version.metadata(ObjectKey.of(entry.sortKey())));
      position = FsPosition.behindKey(entry.sortKey());
    }
  }

  private boolean isDone(FsEntry entry) {
    return entry.version() == null
        ? !position.admitsBelow(entry.sortKey())
        : !position.admits(entry.sortKey());
  }

  private void takePrefix(FsEntry entry, String folded) throws IOException {
    boolean holdsObjects = entry.version() != null || hasObject(entry.path(), entry.sortKey());
    if (holdsObjects && hasRoom()) {
      prefixes.add(folded);
      position = FsPosition.behindPrefix(folded);
    }
  }

  private boolean hasRoom() {
    full = room() == 0;
    return !full;
  }

  private @Nullable String folded(String sortKey) {
    String delimiter = request.delimiter();
    int at = delimiter == null ? -1 : sortKey.indexOf(delimiter, request.prefix().length());
    return delimiter == null || at < 0 ? null : sortKey.substring(0, at + delimiter.length());
  }

  /** Tells whether an object that is still to come is in a directory or below it. */
  private boolean hasObject(Path directory, String base) throws IOException {
    String done = null;
    List<FsEntry> entries;
    do {
      entries = scan(directory, base, done, 1);
      for (FsEntry entry : entries) {
        if (entry.version() != null || hasObject(entry.path(), entry.sortKey())) {
          return true;
        }
        done = entry.sortKey();
      }
    } while (!entries.isEmpty());
    return false;
  }
}
