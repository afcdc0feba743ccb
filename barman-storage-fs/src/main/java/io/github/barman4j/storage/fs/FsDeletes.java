/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** One call of delete: removes files, then forces each directory touched to the disk once. */
final class FsDeletes {

  private final FsLocation location;
  private final FsDirectories directories;
  private final Map<ObjectKey, ObjectStoreException> failed = new LinkedHashMap<>();
  private final Map<Path, List<ObjectKey>> touched = new LinkedHashMap<>();

  FsDeletes(FsLocation location, FsDirectories directories) {
    this.location = location;
    this.directories = directories;
  }

  DeleteResult delete(Collection<ObjectKey> keys) {
    LinkedHashSet<ObjectKey> deleted = new LinkedHashSet<>(keys);
    deleted.forEach(this::remove);
    touched.forEach(this::settle);
    deleted.removeAll(failed.keySet());
    return new DeleteResult(List.copyOf(deleted), failed);
  }

  private void remove(ObjectKey key) {
    try {
      Path file = location.resolve(key);
      if (FsReader.version(location, file).isPresent()) {
        Files.deleteIfExists(file);
        touched.computeIfAbsent(FsLocation.parent(file), directory -> new ArrayList<>()).add(key);
      }
    } catch (IOException e) {
      failed.put(key, FsExceptions.translate(location.what("delete", key), e));
    } catch (IllegalArgumentException e) {
      failed.put(key, new ObjectStoreException(location.what("delete", key) + e.getMessage(), e));
    }
  }

  private void settle(Path directory, List<ObjectKey> keys) {
    try {
      directories.settle(directory);
    } catch (IOException e) {
      keys.forEach(key -> failed.put(key, FsExceptions.translate(location.what("delete", key), e)));
    }
  }
}
