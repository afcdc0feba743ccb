/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.internal.targets.TargetContent;
import io.github.barman4j.internal.targets.TargetDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The directories of one restore, which no other has meanwhile. The caller closes it. */
final class RestoreTargets implements AutoCloseable {

  private final TargetDirectory data;
  private final Map<Long, TargetDirectory> tablespaces = new HashMap<>();

  private RestoreTargets(TargetDirectory data) {
    this.data = data;
  }

  /**
   * Requires that all can be claimed, and changes nothing.
   *
   * @throws RestoreFailedException if one is not empty, or cannot be listed
   */
  static void requireEmpty(Path dataDirectory, TablespaceTargets tablespaces) {
    requireEmpty(dataDirectory, "");
    for (Path tablespace : tablespaces.byOid().values()) {
      requireEmpty(tablespace, ", or relocate the tablespace that goes there");
    }
  }

  private static void requireEmpty(Path root, String otherwise) {
    try {
      if (Files.exists(root.resolve(TargetDirectory.CLAIM), LinkOption.NOFOLLOW_LINKS)) {
        throw TargetContent.claimed(root);
      } else if (!TargetContent.isNone(root)) {
        throw new RestoreFailedException(
            root + " is not empty. Restore into a directory that is absent or empty" + otherwise);
      }
    } catch (IOException e) {
      throw new RestoreFailedException(root + " cannot be listed: " + e, e);
    }
  }

  /**
   * Claims all of them, or none.
   *
   * @throws RestoreFailedException if another restore has one, or one is not empty any more
   */
  static RestoreTargets claim(Path dataDirectory, TablespaceTargets tablespaces)
      throws IOException {
    RestoreTargets targets = new RestoreTargets(TargetDirectory.claim(dataDirectory));
    try {
      for (Map.Entry<Long, Path> tablespace : tablespaces.byOid().entrySet()) {
        targets.tablespaces.put(tablespace.getKey(), TargetDirectory.claim(tablespace.getValue()));
      }
      return targets;
    } catch (IOException | RuntimeException e) {
      targets.takeBack(e);
      throw e;
    }
  }

  TargetDirectory data() {
    return data;
  }

  TargetDirectory tablespace(long oid) {
    return Objects.requireNonNull(tablespaces.get(oid));
  }

  /** Returns all, the data directory first. */
  List<TargetDirectory> all() {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(data), tablespaces.values().stream())
        .toList();
  }

  /** Gives up the claims: what was written stays. */
  void release() throws IOException {
    for (TargetDirectory target : all()) {
      target.release();
    }
  }

  /** Removes what the restore made, because of what was thrown. */
  void takeBack(Throwable thrown) {
    for (TargetDirectory target : all()) {
      try (target) {
        target.takeBack();
      } catch (IOException e) {
        thrown.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (TargetDirectory target : all()) {
      target.close();
    }
  }
}
