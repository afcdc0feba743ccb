/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.server.Entry;
import io.github.barman4j.internal.tar.TarWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes parts from what the dealer deals, until nothing is left: each part straight through its
 * codec into its own upload. For one thread.
 */
final class PartWorker {

  private final BackupRun run;
  private final FileDealer dealer;
  private final FileCopier copier;
  private final Compression compression;
  private final long partSize;
  private @Nullable Batch pending;

  PartWorker(BackupRun run, FileDealer dealer) {
    this.run = run;
    this.dealer = dealer;
    this.copier = new FileCopier(run);
    this.compression = run.options().compression();
    this.partSize = run.partSize();
  }

  /** Works until nothing is left. */
  void work() throws IOException {
    pending = dealer.next();
    for (Batch first = pending; first != null; first = pending) {
      writePart(first);
    }
  }

  private void writePart(Batch first) throws IOException {
    String base = first.tree().base();
    if (first.opening()) {
      run.parts().putFirst(base, out -> write(first, out));
    } else {
      run.parts().putNext(base, out -> write(first, out));
    }
  }

  private void write(Batch first, OutputStream out) throws IOException {
    try (OutputStream codec = compression.compressing(out)) {
      TarWriter tar = run.newTar(codec);
      long bytes = write(first, tar);
      pending = dealer.next();
      for (Batch more = pending; more != null && fits(first, bytes, more); more = pending) {
        bytes += write(more, tar);
        pending = dealer.next();
      }
      tar.finish();
    }
  }

  private boolean fits(Batch first, long bytes, Batch more) {
    boolean isSameSeries = more.tree().base().equals(first.tree().base()) && !more.opening();
    return isSameSeries && (bytes == 0 || bytes + more.bytes() <= partSize);
  }

  private long write(Batch batch, TarWriter tar) throws IOException {
    long bytes = 0;
    for (Entry entry : batch.entries()) {
      if (entry instanceof Entry.RegularFile file) {
        bytes += copier.copy(file, batch.tree(), tar);
      } else if (entry instanceof Entry.Directory directory) {
        tar.addDirectory(directory.member(), run.ownership().ofDirectory(directory.lastModified()));
      }
    }
    return bytes;
  }
}
