/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.internal.manifest.ManifestWriter;
import io.github.barman4j.internal.server.Entry;
import io.github.barman4j.internal.server.Tree;
import io.github.barman4j.internal.tar.TarWriter;
import io.github.barman4j.internal.work.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies files that a server is writing to. A file that vanishes is skipped, one that shrinks is
 * filled with zeros, of one that grows the new end is left: recovery replays the WAL of what
 * happened. For one thread.
 */
final class FileCopier {

  private static final Logger LOG = LoggerFactory.getLogger(FileCopier.class);

  private final Ownership ownership;
  private final ManifestWriter manifest;
  private final Progress progress;

  FileCopier(BackupRun run) {
    this.ownership = run.ownership();
    this.manifest = run.manifest();
    this.progress = run.progress();
  }

  /**
   * Copies a file; returns its bytes.
   *
   * @throws IOException that names the file if it cannot be read
   */
  long copy(Entry.RegularFile file, Tree tree, TarWriter tar) throws IOException {
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      long size = channel.size();
      InputStream content = new Counted(channel, file);
      TarWriter.Written written =
          tar.addFile(file.member(), size, ownership.ofFile(file.lastModified()), content);
      if (written.missing() > 0) {
        LOG.debug("{} shrank by {} bytes while it was copied", file.path(), written.missing());
      }
      String path = tree.manifestPrefix() + file.member();
      manifest.add(path, size, file.lastModified(), written.checksum());
      progress.fileDone();
      return size;
    } catch (NoSuchFileException vanished) {
      LOG.debug("{} vanished before it was copied", file.path());
      return 0;
    }
  }

  /** Counts what is read and says in which file reading failed. */
  private final class Counted extends FilterInputStream {
    private final Entry.RegularFile file;

    Counted(FileChannel channel, Entry.RegularFile file) {
      super(Channels.newInputStream(channel));
      this.file = file;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = readOrFail(buffer, offset, length);
      progress.read(Math.max(0, count));
      return count;
    }

    private int readOrFail(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        throw new IOException(file.path() + " cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
