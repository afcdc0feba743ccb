/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.postgres.WalFileName;
import java.nio.file.Path;
import java.util.List;

/**
 * What making the WAL catalogue anew from the files came to.
 *
 * @param files how many files the catalogue lists
 * @param added those of them that it did not list before
 * @param lost what it listed before and has no file
 * @param skipped what lies there and is nothing that a catalogue lists
 */
public record CatalogueRebuild(
    int files, List<WalFileName> added, List<WalFileName> lost, List<Path> skipped) {

  /** Copies the lists. */
  public CatalogueRebuild {
    added = List.copyOf(added);
    lost = List.copyOf(lost);
    skipped = List.copyOf(skipped);
  }
}
