/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.spi.StoreOptionValues;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a {@link FsObjectStore} is made of.
 *
 * @param root the directory of the store, absolute; made when the store is opened if its parent is
 *     there
 * @param sync whether what was written is forced to the disk before it counts as written. Without
 *     it a crash of the machine, though not of the process, may lose or cut objects: for tests
 */
public record FsOptions(Path root, boolean sync) {

  /** Makes the root absolute. */
  public FsOptions {
    root = Objects.requireNonNull(root, "root").toAbsolutePath().normalize();
  }

  /** Returns the options of a store in this directory, safe against crashes. */
  public static FsOptions at(Path root) {
    return new FsOptions(root, true);
  }

  /**
   * Returns the options that a location and its properties say.
   *
   * @param location {@code file:///directory}
   * @param properties see {@code docs/configuration.md}
   * @throws IllegalArgumentException if one of them is not valid
   */
  public static FsOptions from(URI location, StoreProperties properties) {
    StoreOptionValues values = StoreOptionValues.parse(properties, FsSettings.ALL);
    return new FsOptions(FsLocation.directory(location), values.get(FsSettings.SYNC));
  }

  /** Returns these options without forcing to the disk. */
  public FsOptions withoutSync() {
    return new FsOptions(root, false);
  }
}
