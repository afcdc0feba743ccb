/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.InvalidWalException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Objects;

/**
 * Puts WAL files where the archive has them, under the lock of archiving.
 *
 * <p>A file is durable first, then has its name, then its line in the catalogue, and only then may
 * its source go. So whatever crash is in between, the source is there still, is found equal the
 * next time, and the line is made up for.
 */
final class WalPlacement {

  private static final int BUFFER = 128 << 10;

  private final LocalContext context;
  private final WalCatalogue catalogue;

  WalPlacement(LocalContext context, WalCatalogue catalogue) {
    this.context = context;
    this.catalogue = catalogue;
  }

  /** What became of a file. */
  enum Outcome {
    /** It is archived now, or has its line in the catalogue now. */
    ARCHIVED,
    /** The archive had it. */
    KNOWN,
    /** The archive has another of this name. */
    CONFLICT
  }

  /**
   * Checks that all who read the layout can read what is written.
   *
   * @throws UnsupportedFormatException if not
   */
  void requireReadableCompression() {
    Codec codec = context.options().walCompression().codec();
    if (!isReadable(codec)) {
      throw new UnsupportedFormatException(
          "WAL of server "
              + context.serverName()
              + " cannot be compressed with "
              + codec
              + ": its layout is "
              + context.layout()
              + ", and Barman "
              + BarmanVersion.OLDEST_TESTED
              + " would restore such a file as it is. Use gzip, bzip2 or none, or layout MODERN");
    }
  }

  /** A server's tools know fewer codecs than those for clouds: no snappy before 3.14. */
  private boolean isReadable(Codec codec) {
    return context.layout() == Layout.MODERN
        || codec == Codec.NONE
        || codec == Codec.GZIP
        || codec == Codec.BZIP2;
  }

  /** Archives a file that nobody writes to any more, and that the caller then removes. */
  Outcome adopt(WalContent source, CancellationToken cancellation) throws IOException {
    return place(source, this::link, cancellation);
  }

  /** Archives a file whose owner may write to it again. */
  Outcome copy(WalContent source, CancellationToken cancellation) throws IOException {
    return place(source, this::transform, cancellation);
  }

  @FunctionalInterface
  private interface Way {
    void place(WalContent source, Path target) throws IOException;
  }

  private Outcome place(WalContent source, Way way, CancellationToken cancellation)
      throws IOException {
    Path target = context.directory().wal(source.name());
    if (Files.exists(target)) {
      return compare(source, WalContent.of(source.name(), target), cancellation);
    }
    DurableFiles.createDirectories(DurableFiles.parent(target));
    way.place(source, target);
    CatalogueLine line = WalScan.line(WalContent.of(source.name(), target));
    catalogue.append(List.of(line), cancellation);
    return Outcome.ARCHIVED;
  }

  private Outcome compare(WalContent source, WalContent target, CancellationToken cancellation)
      throws IOException {
    if (!source.isSameAs(target)) {
      return Outcome.CONFLICT;
    }
    // Whoever put it there may have been killed before it was on the disk.
    DurableFiles.syncFile(target.file());
    DurableFiles.syncDirectory(DurableFiles.parent(target.file()));
    return catalogue.addIfAbsent(WalScan.line(target), cancellation)
        ? Outcome.ARCHIVED
        : Outcome.KNOWN;
  }

  private void link(WalContent source, Path target) throws IOException {
    if (!isKept(source)) {
      transform(source, target);
      return;
    }
    DurableFiles.syncFile(source.file());
    try {
      Files.createLink(target, source.file());
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException otherFileSystem) {
      transform(source, target);
      return;
    }
    DurableFiles.syncDirectory(DurableFiles.parent(target));
  }

  /** Whether the bytes stay as they are. */
  private boolean isKept(WalContent source) {
    return source.codec() == Codec.NONE
        ? context.options().walCompression().codec() == Codec.NONE
        : isReadable(source.codec());
  }

  private void transform(WalContent source, Path target) throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    try {
      transform(source, temporary, target);
    } catch (IOException | RuntimeException | Error e) {
      DurableFiles.deleteAfter(e, temporary);
      throw e;
    }
  }

  private void transform(WalContent source, Path temporary, Path target) throws IOException {
    long expected = Files.size(source.file());
    long bytes = write(source, temporary);
    if (source.codec() == Codec.NONE && bytes != expected) {
      throw new InvalidWalException(
          source.file()
              + " changed while it was archived: expected "
              + expected
              + " bytes, got "
              + bytes
              + ". Archive it again when it is complete");
    }
    copyAttributes(source.file(), temporary);
    DurableFiles.syncFile(temporary);
    DurableFiles.publish(temporary, target);
  }

  private long write(WalContent source, Path temporary) throws IOException {
    Compression compression =
        isKept(source) ? Compression.NONE : context.options().walCompression();
    try (InputStream in = isKept(source) ? source.openRaw() : source.open();
        OutputStream out =
            Files.newOutputStream(
                temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream compressed = compression.compressing(out)) {
      return copy(in, compressed);
    }
  }

  private static long copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      bytes += n;
    }
    return bytes;
  }

  /** The catalogue has the time of the source, and Barman keeps its mode too. */
  static void copyAttributes(Path source, Path target) throws IOException {
    PosixFileAttributeView to =
        Objects.requireNonNull(Files.getFileAttributeView(target, PosixFileAttributeView.class));
    to.setPermissions(Files.getPosixFilePermissions(source));
    Files.setLastModifiedTime(target, Files.getLastModifiedTime(source));
  }
}
