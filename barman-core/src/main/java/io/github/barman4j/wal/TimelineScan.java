/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds timelines by listing histories and the directories of segments, not the segments. */
final class TimelineScan {

  private final ObjectStore store;
  private final ServerLayout layout;

  TimelineScan(ObjectStore store, ServerLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  Optional<TimelineId> latest() throws ObjectStoreException {
    Optional<TimelineId> latest = Optional.empty();
    @Nullable ListRequest next = ListRequest.directory(layout.walsPrefix());
    while (next != null) {
      ListPage page = store.list(next);
      latest = Stream.concat(latest.stream(), timelines(page)).max(Comparator.naturalOrder());
      String token = page.nextPageToken();
      next = token == null ? null : next.withPageToken(token);
    }
    return latest;
  }

  private Stream<TimelineId> timelines(ListPage page) {
    return Stream.concat(
        page.objects().stream().flatMap(object -> history(object.key()).stream()),
        page.prefixes().stream().flatMap(prefix -> layout.timelineOfWalDirectory(prefix).stream()));
  }

  private Optional<TimelineId> history(ObjectKey key) {
    return layout
        .walOfKey(key, Codec.ofFileName(key.lastName()).suffix())
        .map(WalFileName::timeline);
  }
}
