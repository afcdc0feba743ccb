/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.StoreAccessDeniedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first segments of an archive, to learn from one of them what holds for all. */
public final class FirstSegments {

  private static final Logger LOG = LoggerFactory.getLogger(FirstSegments.class);

  /** So many damaged segments in a row are not bad luck; the search must end. */
  private static final int LIMIT = 10;

  private final ObjectStore store;
  private final ServerLayout layout;

  /** Makes the first segments of a server's archive; asks nothing yet. */
  public FirstSegments(ObjectStore store, ServerLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /** Learns something from a segment. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Returns what the segment says, empty if it does not. */
    Optional<T> read(StoredWal segment) throws IOException;
  }

  /**
   * Returns what the first segment that says it says; empty if there is no segment, or the first
   * ones are damaged.
   *
   * @throws IOException if the store fails
   */
  public <T> Optional<T> find(Reader<T> reader) throws IOException {
    try (Stream<ObjectMetadata> objects =
        ObjectStores.walk(store, ListRequest.prefix(layout.walsPrefix()))) {
      return objects
          .map(ObjectMetadata::key)
          .filter(this::isSegment)
          .limit(LIMIT)
          .flatMap(key -> read(key, reader).stream())
          .findFirst();
    } catch (UncheckedIOException e) {
      throw StoreFailures.unwrap(e);
    }
  }

  private boolean isSegment(ObjectKey key) {
    String suffix = Codec.ofFileName(key.lastName()).suffix();
    return layout.walOfKey(key, suffix).filter(WalSegmentName.class::isInstance).isPresent();
  }

  private <T> Optional<T> read(ObjectKey key, Reader<T> reader) {
    try (StoredWal segment = StoredWal.open(store, key)) {
      return reader.read(segment);
    } catch (MalformedStreamException e) {
      LOG.warn("WAL segment {} is damaged, looking at the next: {}", key, e.getMessage());
      return Optional.empty();
    } catch (StoreAccessDeniedException e) {
      LOG.warn("WAL segment {} is refused, looking at the next: {}", key, e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
