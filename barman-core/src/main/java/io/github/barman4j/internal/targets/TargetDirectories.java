/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.targets;

import io.github.barman4j.RestoreFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The directories of one restore, which no other has meanwhile. The caller closes it. */
public final class TargetDirectories implements AutoCloseable {

  private final List<TargetDirectory> all = new ArrayList<>();

  private TargetDirectories() {}

  /**
   * Claims all of them, or none.
   *
   * @throws RestoreFailedException if another restore has one, or one is not empty
   */
  public static TargetDirectories claim(List<Path> directories) throws IOException {
    TargetDirectories targets = new TargetDirectories();
    try {
      for (Path directory : directories) {
        targets.all.add(TargetDirectory.claim(directory));
      }
      return targets;
    } catch (IOException | RuntimeException e) {
      targets.takeBack(e);
      throw e;
    }
  }

  /** Returns all, in the order they were given. */
  public List<TargetDirectory> all() {
    return List.copyOf(all);
  }

  /** Returns the one directly in which a path lies, empty if it lies deeper or elsewhere. */
  public Optional<TargetDirectory> find(Path path) {
    Path parent = Objects.requireNonNull(path.getParent());
    for (TargetDirectory target : all) {
      if (target.isAt(parent)) {
        return Optional.of(target);
      }
    }
    return Optional.empty();
  }

  /** Gives up the claims: what was written stays. */
  public void release() throws IOException {
    for (TargetDirectory target : all) {
      target.release();
    }
  }

  /** Removes what the restore made, because of what was thrown. */
  public void takeBack(Throwable thrown) {
    for (TargetDirectory target : all) {
      try (target) {
        target.takeBack();
      } catch (IOException e) {
        thrown.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (TargetDirectory target : all) {
      target.close();
    }
  }
}
