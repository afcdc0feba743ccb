/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.internal.archive.StoredWal;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the object that holds a WAL file: first in the compression of the last one found, or at
 * first that of the options, then, by one listing, in any compression, and only where there is none
 * of these the segment's partial one. A damaged object is passed over if another holds the complete
 * file.
 */
final class WalLookup {

  private static final Logger LOG = LoggerFactory.getLogger(WalLookup.class);

  private final ObjectStore store;
  private final ServerLayout layout;
  private final WalOptions options;
  private volatile Codec likely;

  WalLookup(ObjectStore store, ServerLayout layout, WalOptions options) {
    this.store = store;
    this.layout = layout;
    this.options = options;
    this.likely = options.compression().codec();
  }

  /**
   * Takes over the content of a found object; called again for another object if it throws {@link
   * MalformedStreamException} or {@link CorruptArchiveException}.
   */
  @FunctionalInterface
  interface Reader<T> {
    T read(WalFileName found, StoredWal stored) throws IOException;
  }

  /** Returns what the reader made of the file, empty if the store said that it is not there. */
  <T> Optional<T> find(WalFileName name, Reader<T> reader) throws IOException {
    Search<T> search = new Search<>(name, reader);
    Optional<T> direct = search.attempt(expectedKey(name), name);
    return direct.isPresent() ? direct : search.amongSiblings(siblings(name));
  }

  /** Opens the complete file under whichever key it is; the caller closes it. */
  Optional<StoredWal> open(WalFileName name) throws IOException {
    Optional<StoredWal> direct = openIfThere(expectedKey(name));
    if (direct.isPresent()) {
      return direct;
    }
    for (ObjectKey key : siblings(name)) {
      Optional<StoredWal> found = isFile(key, name) ? openIfThere(key) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<StoredWal> openIfThere(ObjectKey key) throws IOException {
    try {
      return Optional.of(StoredWal.open(store, key));
    } catch (ObjectNotFoundException absent) {
      return Optional.empty();
    }
  }

  private void remember(ObjectKey found) {
    likely = Codec.ofFileName(found.lastName());
  }

  private boolean isFile(ObjectKey key, WalFileName wanted) {
    String suffix = Codec.ofFileName(key.lastName()).suffix();
    return layout.walOfKey(key, suffix).filter(wanted::equals).isPresent();
  }

  private ObjectKey expectedKey(WalFileName name) {
    return layout.wal(name, likely.suffix());
  }

  private List<ObjectKey> siblings(WalFileName name) {
    try (Stream<ObjectMetadata> objects =
        ObjectStores.walk(store, ListRequest.prefix(layout.walKey(name)))) {
      return objects.map(ObjectMetadata::key).toList();
    }
  }

  private final class Search<T> {
    private final WalFileName name;
    private final Reader<T> reader;
    private final List<ObjectKey> tried = new ArrayList<>();
    private final List<CorruptArchiveException> damaged = new ArrayList<>();

    Search(WalFileName name, Reader<T> reader) {
      this.name = name;
      this.reader = reader;
    }

    Optional<T> amongSiblings(List<ObjectKey> siblings) throws IOException {
      Optional<T> complete = firstOf(siblings, name);
      if (complete.isPresent()) {
        return complete;
      }
      throwIfDamaged();
      if (options.partialFallback() && name instanceof WalSegmentName segment) {
        Optional<T> partial = firstOf(siblings, new WalFileName.Partial(segment));
        throwIfDamaged();
        return partial;
      }
      return Optional.empty();
    }

    private Optional<T> firstOf(List<ObjectKey> siblings, WalFileName wanted) throws IOException {
      for (ObjectKey key : siblings) {
        Optional<T> found = holds(key, wanted) ? attempt(key, wanted) : Optional.empty();
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }

    private boolean holds(ObjectKey key, WalFileName wanted) {
      boolean failed = !damaged.isEmpty() && tried.contains(key);
      return !failed && isFile(key, wanted);
    }

    Optional<T> attempt(ObjectKey key, WalFileName found) throws IOException {
      tried.add(key);
      try (StoredWal stored = StoredWal.open(store, key)) {
        T read = reader.read(found, stored);
        remember(key);
        return Optional.of(read);
      } catch (ObjectNotFoundException absent) {
        return Optional.empty();
      } catch (MalformedStreamException e) {
        return passOver(
            new CorruptArchiveException(store.location() + "/" + key + ": " + e.getMessage(), e));
      } catch (CorruptArchiveException e) {
        return passOver(e);
      }
    }

    private Optional<T> passOver(CorruptArchiveException damage) {
      LOG.warn("Looking for another copy of WAL file {}: {}", name, damage.getMessage());
      damaged.add(damage);
      return Optional.empty();
    }

    private void throwIfDamaged() {
      if (!damaged.isEmpty()) {
        CorruptArchiveException first = damaged.get(0);
        damaged.stream().skip(1).forEach(first::addSuppressed);
        throw first;
      }
    }
  }
}
