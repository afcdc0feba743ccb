/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.StorageFailedException;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that say a backup is kept. Barman has two places for them, depending on a slash at
 * the end of its URL.
 */
final class KeepAnnotations {

  private static final Logger LOG = LoggerFactory.getLogger(KeepAnnotations.class);
  private static final int MAX_BYTES = 1 << 16;

  private final ArchiveStore store;
  private final ServerLayout layout;

  KeepAnnotations(ArchiveStore store, ServerLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /** Of two annotations the one that keeps more counts. */
  Optional<KeepTarget> find(BackupId id) {
    return keys(id).stream().flatMap(key -> find(key).stream()).min(Comparator.naturalOrder());
  }

  /** One that cannot be read keeps all, as one that cannot be understood. */
  private Optional<KeepTarget> find(ObjectKey key) {
    try {
      return store.find(key, MAX_BYTES).map(KeepAnnotations::read);
    } catch (StorageFailedException e) {
      LOG.warn("Taken for a backup kept in full: {}", StoreFailures.gap(e).getMessage());
      return Optional.of(KeepTarget.FULL);
    }
  }

  /**
   * Reads the annotation as Barman does: only the exact word keeps less than everything, whatever
   * else is there keeps all.
   */
  private static KeepTarget read(byte[] body) {
    return new String(body, UTF_8).equals(KeepTarget.STANDALONE.word())
        ? KeepTarget.STANDALONE
        : KeepTarget.FULL;
  }

  void write(BackupId id, KeepTarget target) {
    store.put(layout.keepAnnotation(id), target.word());
    delete(behindSlash(id));
  }

  void delete(BackupId id) {
    delete(keys(id));
  }

  private void delete(List<ObjectKey> keys) {
    DeleteResult result = store.delete(keys);
    try {
      result.throwIfIncomplete();
    } catch (ObjectStoreException e) {
      throw new StorageFailedException("Could not release " + keys, e);
    }
  }

  private List<ObjectKey> keys(BackupId id) {
    List<ObjectKey> keys = new ArrayList<>(behindSlash(id));
    keys.add(layout.keepAnnotation(id));
    return keys;
  }

  /** Asked of a listing, because some servers refuse to sign a path with two slashes in a row. */
  private List<ObjectKey> behindSlash(BackupId id) {
    if (!store.capabilities().emptyNames()) {
      return List.of();
    }
    ObjectKey key = layout.keepAnnotationBehindSlash(id);
    return store.walk(key.value()).map(ObjectMetadata::key).filter(key::equals).toList();
  }
}
