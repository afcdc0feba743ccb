/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.internal.archive.SegmentCheck;
import io.github.barman4j.internal.archive.StoredWal;
import io.github.barman4j.internal.archive.WalPageHeader;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.wal.ArchivedWal.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Writes one WAL file from the archive to its destination: whole and checked, or not at all. */
final class WalDownload implements WalLookup.Reader<ArchivedWal> {

  private static final int BUFFER = 128 << 10;

  private final WalFileName wanted;
  private final Path destination;
  private final WalOptions options;
  private final Publication publication;

  WalDownload(WalFileName wanted, Path destination, WalOptions options, Publication publication) {
    this.wanted = wanted;
    this.destination = destination;
    this.options = options;
    this.publication = publication;
  }

  /** How a file that is whole and checked appears under its name. */
  @FunctionalInterface
  interface Publication {
    void publish(StagedFile file) throws IOException;
  }

  @Override
  public ArchivedWal read(WalFileName found, StoredWal stored) throws IOException {
    try (StagedFile file = StagedFile.beside(destination)) {
      Copy copy = new Copy();
      copy.run(stored.content(), file.out());
      requireSound(stored, copy, file);
      publication.publish(file);
      return new ArchivedWal(found, stored.metadata(), stored.codec(), copy.bytes, Outcome.FETCHED);
    }
  }

  private void requireSound(StoredWal stored, Copy copy, StagedFile file) throws IOException {
    problem(copy, file)
        .ifPresent(
            problem -> {
              throw new CorruptArchiveException(
                  "The archive's "
                      + stored.metadata().key()
                      + " is not WAL file "
                      + wanted
                      + ": "
                      + problem
                      + ". Nothing was written to "
                      + destination
                      + ".");
            });
  }

  private Optional<String> problem(Copy copy, StagedFile file) throws IOException {
    if (wanted instanceof WalSegmentName segment) {
      SegmentCheck check = new SegmentCheck(segment, copy.beginning, copy.bytes);
      return options.verifyHeaders() ? check.problem() : check.sizeProblem();
    }
    if (wanted instanceof WalFileName.History history) {
      return HistoryReader.problem(history, file.read(HistoryReader.MAX_BYTES + 1));
    }
    return copy.bytes == 0 ? Optional.of("it is empty") : Optional.empty();
  }

  private static final class Copy {
    private byte[] beginning = {};
    private long bytes;

    void run(InputStream in, OutputStream out) throws IOException {
      byte[] buffer = new byte[BUFFER];
      int n = in.readNBytes(buffer, 0, BUFFER);
      beginning = Arrays.copyOf(buffer, Math.min(n, WalPageHeader.LENGTH));
      while (n > 0) {
        out.write(buffer, 0, n);
        bytes += n;
        n = in.readNBytes(buffer, 0, BUFFER);
      }
    }
  }
}
