/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.InvalidWalException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.archive.SegmentCheck;
import io.github.barman4j.internal.archive.WalPageHeader;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ObjectBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A WAL file of the server, to be archived. */
final class LocalWal {

  private static final int BUFFER = 128 << 10;

  private final WalFileName name;
  private final Path file;
  private final long bytes;
  private final byte[] beginning;

  private LocalWal(WalFileName name, Path file, long bytes, byte[] beginning) {
    this.name = name;
    this.file = file;
    this.bytes = bytes;
    this.beginning = beginning;
  }

  /** Opens the file for a look at its size and first bytes. */
  static LocalWal of(WalFileName name, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new LocalWal(name, file, Files.size(file), in.readNBytes(WalPageHeader.LENGTH));
    } catch (IOException e) {
      throw new InvalidWalException(
          "WAL file " + name + " cannot be read: " + e + ". Nothing was archived.", e);
    }
  }

  WalFileName name() {
    return name;
  }

  Path file() {
    return file;
  }

  long bytes() {
    return bytes;
  }

  byte[] beginning() {
    return beginning;
  }

  /** Checks that the file can be what its name says. */
  void check(WalOptions options) {
    problem(options)
        .ifPresent(
            problem -> {
              throw new InvalidWalException(
                  "WAL file "
                      + name
                      + " at "
                      + file
                      + " is not archived: "
                      + problem
                      + ". Find out where this file came from; PostgreSQL keeps its own until it is"
                      + " archived.");
            });
  }

  private Optional<String> problem(WalOptions options) {
    if (name instanceof WalSegmentName segment) {
      SegmentCheck check = new SegmentCheck(segment, beginning, bytes);
      return options.verifyHeaders() ? check.problem() : check.sizeProblem();
    }
    if (bytes == 0) {
      return Optional.of("it is empty");
    }
    return name instanceof WalFileName.History history ? historyProblem(history) : Optional.empty();
  }

  private Optional<String> historyProblem(WalFileName.History history) {
    try (InputStream in = open()) {
      return HistoryReader.problem(history, in.readNBytes(HistoryReader.MAX_BYTES + 1));
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  /** Returns the cluster that wrote the file, empty if the file does not say. */
  Optional<SystemIdentifier> systemIdentifier() {
    return name instanceof WalSegmentName || name instanceof WalFileName.Partial
        ? WalPageHeader.find(beginning)
            .filter(WalPageHeader::isCertain)
            .map(WalPageHeader::systemIdentifier)
        : Optional.empty();
  }

  /** Opens the content. */
  InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  /** Returns the body of the object that holds the file. */
  ObjectBody body(Compression compression) {
    return out -> {
      try (OutputStream compressed = compression.compressing(out)) {
        copyTo(compressed);
      }
    };
  }

  private void copyTo(OutputStream out) throws IOException {
    long copied = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = openSource()) {
      for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
        requireSameBeginning(copied, buffer, n);
        out.write(buffer, 0, n);
        copied += n;
      }
    }
    if (copied != bytes) {
      throw new SourceException(
          "it had " + bytes + " bytes when it was opened and " + copied + " when it was read");
    }
  }

  /** The checks looked at these bytes; what is archived must be what was checked. */
  private void requireSameBeginning(long offset, byte[] buffer, int n) throws SourceException {
    int length = Math.min(n, beginning.length);
    if (offset == 0 && !Arrays.equals(buffer, 0, length, beginning, 0, length)) {
      throw new SourceException("its first page changed while it was read");
    }
  }

  private InputStream openSource() throws SourceException {
    try {
      return open();
    } catch (IOException e) {
      throw new SourceException(e.toString(), e);
    }
  }

  private static int read(InputStream in, byte[] buffer) throws SourceException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new SourceException(e.toString(), e);
    }
  }

  /** The local file, not the store, failed. */
  static final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
      super(message);
    }

    SourceException(String message, IOException cause) {
      super(message, cause);
    }
  }
}
