/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** The WAL archive of a Barman server on this host. */
public final class LocalWal {

  private final LocalContext context;

  LocalWal(LocalContext context) {
    this.context = context;
  }

  /** Returns the catalogue. */
  WalCatalogue catalogue() {
    return new WalCatalogue(context);
  }

  /** Archives what is in {@code incoming}. */
  public ArchivingResult archiveIncoming(CancellationToken cancellation) {
    throw new UnsupportedOperationException();
  }

  /** Puts a complete WAL file into {@code incoming}: for {@code archive_command}. */
  public void receive(Path walFile) {
    throw new UnsupportedOperationException();
  }

  /** Archives a complete WAL file: for {@code archive_command}. */
  public void archive(Path walFile) {
    throw new UnsupportedOperationException();
  }

  /** Writes the content of a WAL file: for {@code restore_command}. Returns where it was found. */
  public Optional<Path> fetch(WalFileName name, Path destination) {
    throw new UnsupportedOperationException();
  }

  /** As {@link #fetch}, with what there is of a segment that is not complete. */
  public Optional<Path> fetchOrPartial(WalFileName name, Path destination) {
    throw new UnsupportedOperationException();
  }

  /** Makes the catalogue anew from the files. */
  public CatalogueRebuild rebuildCatalogue(CancellationToken cancellation) {
    throw new UnsupportedOperationException();
  }

  /** Tells whether the file is archived. */
  boolean contains(WalFileName name) {
    throw new UnsupportedOperationException();
  }

  /** Returns the newest segment of a timeline that is archived, by the files. */
  Optional<WalSegmentName> newestOnDisk(TimelineId timeline) {
    throw new UnsupportedOperationException();
  }

  /** Removes archived files and their lines in the catalogue. */
  WalRemoval remove(Predicate<CatalogueLine> victims, CancellationToken cancellation) {
    throw new UnsupportedOperationException();
  }
}
