/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A store in a directory that the test removes. */
record FsFixture(Path root, ObjectStore store) implements ObjectStoreFixture {

  @Override
  public int openUploads() throws IOException {
    return temporary(root).size();
  }

  /** Returns the unfinished objects under a root. */
  static java.util.List<Path> temporary(Path root) throws IOException {
    Path directory = root.resolve(FsLocation.TEMPORARY);
    if (!Files.exists(directory)) {
      return java.util.List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.endsWith("create.lock")).toList();
    }
  }

  @Override
  public boolean keysMayBePrefixes() {
    return false;
  }

  @Override
  public Optional<ObjectKey> undeletable() {
    return Optional.of(ObjectKey.of("m/../leaves/root"));
  }

  @Override
  public void close() {
    store.close();
  }
}
