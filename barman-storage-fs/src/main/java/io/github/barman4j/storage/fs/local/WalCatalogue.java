/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import java.util.List;
import java.util.function.Predicate;

/** The list of all archived WAL. */
final class WalCatalogue {

  private final LocalContext context;

  WalCatalogue(LocalContext context) {
    this.context = context;
  }

  /** Reads all lines, in their order; rebuilds a catalogue that is not there. */
  List<CatalogueLine> read(CancellationToken cancellation) {
    throw new UnsupportedOperationException(context.serverName());
  }

  /** Adds lines, each in its place; replaces those of the same names. */
  void append(List<CatalogueLine> lines, CancellationToken cancellation) {
    throw new UnsupportedOperationException();
  }

  /** Removes lines and returns them. */
  List<CatalogueLine> removeIf(Predicate<CatalogueLine> victims, CancellationToken cancellation) {
    throw new UnsupportedOperationException();
  }

  /** Makes the catalogue anew from the files. */
  CatalogueRebuild rebuild(CancellationToken cancellation) {
    throw new UnsupportedOperationException();
  }
}
