/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreCapabilities;
import io.github.barman4j.storage.WriteCondition;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/**
 * A store in a directory: the key {@code a/b/c} is the file {@code c} in {@code a/b} below the
 * root.
 *
 * <p>An object is written into a temporary file of the same file system, forced to the disk, and
 * then given its name, so that neither a crash of the process nor of the machine shows half of one.
 * Files have mode 0600 and directories 0700, or less by the umask; a directory that becomes empty
 * is removed.
 *
 * <p>A key that no file can have is refused with {@link IllegalArgumentException}: with a name that
 * is empty, {@code .}, {@code ..} or over 255 bytes. A key cannot be an object while it is the
 * beginning of another object's, up to a slash; writing it then fails. The root may be a symbolic
 * link; below it links are not followed, to write or to read, and are not objects. That is checked
 * before each operation, which a hostile process that may write below the root can outrun.
 *
 * <p>It needs a POSIX file system. It has no tags, and no conditional update, because no system
 * call replaces one given version of a file. Thread-safe; several stores and processes may work on
 * one directory.
 */
public final class FsObjectStore implements ObjectStore {

  private static final StoreCapabilities CAPABILITIES =
      new StoreCapabilities(true, false, false, false, false, true, Long.MAX_VALUE, 1, 1000);

  private final FsLocation location;
  private final FsUploads uploads;
  private final FsReads reads;
  private final FsCopies copies;
  private volatile boolean closed;

  FsObjectStore(FsLocation location, FsUploads uploads) {
    this.location = location;
    this.uploads = uploads;
    reads = new FsReads(location);
    copies = new FsCopies(location, uploads);
  }

  /**
   * Opens a store, and removes what writers that died left unfinished more than a day ago; the
   * caller closes it.
   *
   * @throws ObjectStoreException if its directory is not there and cannot be made
   */
  public static FsObjectStore open(FsOptions options) throws ObjectStoreException {
    try {
      FsDirectories.makeRoot(options.root());
      FsLocation location = FsLocation.of(options.root().toRealPath());
      FsUploads uploads = new FsUploads(location, options.sync(), InstantSource.system());
      uploads.sweep();
      return new FsObjectStore(location, uploads);
    } catch (IOException e) {
      throw new ObjectStoreException(
          "Cannot open the store in " + options.root() + ": " + e + ". Make its parent first?", e);
    }
  }

  @Override
  public URI location() {
    return location.uri();
  }

  @Override
  public StoreCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    requireOpen();
    requireSupported(options);
    return uploads.write(location.what("put", key), key, body::writeTo, options.condition());
  }

  private static void requireSupported(PutOptions options) {
    if (options.condition() instanceof WriteCondition.IfMatch) {
      throw new UnsupportedOperationException("A file system has no conditional update");
    }
    if (!options.tags().isEmpty()) {
      throw noTags();
    }
  }

  private static UnsupportedOperationException noTags() {
    return new UnsupportedOperationException("Objects in a file system have no tags");
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    requireOpen();
    return reads.get(key, options);
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    requireOpen();
    return reads.head(key);
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    requireOpen();
    try {
      return FsListing.page(location, request);
    } catch (IOException e) {
      throw FsExceptions.translate(location.what("list", request.prefix()), e);
    }
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) {
    requireOpen();
    return new FsDeletes(location, uploads.directories()).delete(keys);
  }

  @Override
  public ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    requireOpen();
    requireSupported(options);
    return copies.copy(source, target, options);
  }

  @Override
  public ObjectTags tags(ObjectKey key) {
    requireOpen();
    throw noTags();
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags tags) {
    requireOpen();
    throw noTags();
  }

  @Override
  public List<Leftover> leftovers(String prefix, Instant before) throws ObjectStoreException {
    requireOpen();
    try {
      return new FsLeftovers(location, uploads.directories(), before).find(prefix);
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw new ObjectStoreException(location.what("find leftovers of", prefix) + e, e);
    }
  }

  @Override
  public boolean remove(Leftover leftover, Instant before) throws ObjectStoreException {
    requireOpen();
    try {
      return new FsLeftovers(location, uploads.directories(), before).remove(leftover);
    } catch (IOException e) {
      throw FsExceptions.translate(location.what("remove", leftover.name()), e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store " + location.uri() + " is closed");
    }
  }
}
