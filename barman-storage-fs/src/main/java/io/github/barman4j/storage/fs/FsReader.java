/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PreconditionFailedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** One version of an object, opened. */
final class FsReader implements Closeable {

  private final FileChannel channel;
  private final ObjectMetadata metadata;
  private final String what;

  private FsReader(FileChannel channel, ObjectMetadata metadata, String what) {
    this.channel = channel;
    this.metadata = metadata;
    this.what = what;
  }

  /** Opens an object so that what is known of it is of the version that is read. */
  static FsReader open(FsLocation location, ObjectKey key, String what) throws IOException {
    Path file = location.resolve(key);
    while (true) {
      FsVersion version = require(location, file, what);
      FileChannel channel = FileChannel.open(file, Set.of(READ, NOFOLLOW_LINKS));
      if (isStill(version, file, channel)) {
        return new FsReader(channel, version.metadata(key), what);
      }
      channel.close();
    }
  }

  private static FsVersion require(FsLocation location, Path file, String what) throws IOException {
    return version(location, file).orElseThrow(() -> FsExceptions.notFound(what, null));
  }

  private static boolean isStill(FsVersion version, Path file, FileChannel channel)
      throws IOException {
    try {
      return FsVersion.read(file).equals(Optional.of(version));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the version of a file, empty if it is not there or only behind a symbolic link. */
  static Optional<FsVersion> version(FsLocation location, Path file) throws IOException {
    return location.isReal(FsLocation.parent(file)) ? FsVersion.read(file) : Optional.empty();
  }

  /** Returns what the options ask for; it owns the file from then on. */
  ObjectContent content(GetOptions options) throws IOException {
    try {
      requireVersion(options);
      ByteRange range = range(options);
      channel.position(range.offset());
      long length = range.lengthWithin(metadata.size());
      return new ObjectContent(metadata, new FsContentStream(channel, length, what));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void requireVersion(GetOptions options) throws PreconditionFailedException {
    String wanted = options.ifMatch();
    if (wanted != null && !wanted.equals(metadata.etag())) {
      throw new PreconditionFailedException(
          what + "expected the version " + wanted + ", found " + metadata.etag(), null);
    }
  }

  private ByteRange range(GetOptions options) throws ObjectStoreException {
    ByteRange range = options.range();
    if (range == null) {
      return ByteRange.from(0);
    }
    if (range.offset() >= metadata.size()) {
      throw new ObjectStoreException(
          what + range + " begins behind its " + metadata.size() + " bytes", null);
    }
    return range;
  }

  void copyTo(FsUpload upload) throws IOException {
    upload.append(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
