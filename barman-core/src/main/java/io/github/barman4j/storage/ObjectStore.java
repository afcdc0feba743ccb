/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * A store of immutable objects under string keys: a bucket, a container, a directory.
 *
 * <p>Keys are relative to {@link #location()}. The contract, each sentence of which has a test in
 * {@code ObjectStoreContract}:
 *
 * <ul>
 *   <li>An object becomes visible whole or not at all.
 *   <li>A method that throws has changed nothing that a reader can see; the one exception is {@link
 *       WriteOutcomeUnknownException}, which says that nobody can know.
 *   <li>"Not found" is said only when the store said so; an outage is another error.
 *   <li>What a store cannot do is in {@link #capabilities()}; asking for it anyway throws {@link
 *       UnsupportedOperationException} before any request is made.
 *   <li>After {@link #close()} every method but {@link #location()} and {@link #capabilities()}
 *       throws {@link IllegalStateException}.
 * </ul>
 *
 * <p>Implementations are thread-safe. Blocking calls answer to {@link Thread#interrupt()} with an
 * {@link java.io.InterruptedIOException} or an {@link ObjectStoreException}, the interrupt flag
 * being set again.
 */
public interface ObjectStore extends AutoCloseable {

  /** Returns the canonical location, without secrets; what messages call this store by. */
  URI location();

  /** Returns what this store can do; never does I/O. */
  StoreCapabilities capabilities();

  /**
   * Writes an object by having {@code body} write its bytes; they are sent while they are written.
   *
   * <p>Returns if and only if the whole object is durable and visible under {@code key}. Throws if
   * nothing new is visible there: an upload that was begun is aborted. Closing the stream that the
   * body is given commits nothing. An object already at the key is replaced, unless {@link
   * PutOptions#condition()} forbids it.
   *
   * @return metadata of the object written, its size confirmed by the store
   * @throws ObjectAlreadyExistsException if {@link WriteCondition#ifAbsent()} was asked for and an
   *     object is there
   * @throws PreconditionFailedException if {@link WriteCondition#ifMatch} was asked for and another
   *     version, or none, is there
   * @throws WriteOutcomeUnknownException if the answer was lost after everything had been sent
   * @throws ObjectStoreException if the store fails
   * @throws IOException what {@code body} throws, unchanged
   */
  ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException;

  /**
   * Opens an object for reading, metadata and bytes in one request; the caller closes the result.
   *
   * @throws ObjectNotFoundException if the store says that there is none
   * @throws PreconditionFailedException if {@link GetOptions#ifMatch()} names another version
   * @throws ObjectStoreException if the store fails, or the range begins behind the end
   */
  ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException;

  /**
   * Returns an object's metadata.
   *
   * @throws ObjectNotFoundException if the store says that there is none
   * @throws ObjectStoreException if the store fails
   */
  ObjectMetadata head(ObjectKey key) throws ObjectStoreException;

  /**
   * Returns one page of keys, ascending by their UTF-8 bytes.
   *
   * @throws ObjectStoreException if the store fails
   */
  ListPage list(ListRequest request) throws ObjectStoreException;

  /**
   * Deletes objects; one that is not there counts as deleted. Every key of {@code keys} is in the
   * result exactly once, failed ones with their own cause.
   *
   * @throws ObjectStoreException if not even a part could be tried
   */
  DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException;

  /**
   * Copies an object inside the store, without its bytes passing through here. The condition is on
   * the target, which gets the tags of {@code options} and not those of the source.
   *
   * @throws ObjectNotFoundException if there is no source
   * @throws ObjectStoreException as {@link #put}
   */
  ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException;

  /**
   * Returns an object's tags, empty if it has none.
   *
   * @throws UnsupportedOperationException if the store has no tags
   * @throws ObjectNotFoundException if there is no object
   */
  ObjectTags tags(ObjectKey key) throws ObjectStoreException;

  /**
   * Replaces all tags of an object.
   *
   * @throws UnsupportedOperationException if the store has no tags
   * @throws ObjectNotFoundException if there is no object
   */
  void replaceTags(ObjectKey key, ObjectTags tags) throws ObjectStoreException;

  /**
   * Returns what writers that died have left, and no listing shows. Where {@link
   * StoreCapabilities#leftovers} is false there is nothing that can be seen: it is empty.
   *
   * @param prefix what the keys begin with that were to be written; what has no name yet is of
   *     every prefix
   * @param before nothing was done with it from then on, so that no writer is behind it any more
   */
  List<Leftover> leftovers(String prefix, Instant before) throws ObjectStoreException;

  /**
   * Removes what a writer left.
   *
   * @param before as it was found with
   * @return whether it is gone, which it also is if it was gone already; not if something was done
   *     with it since
   */
  boolean remove(Leftover leftover, Instant before) throws ObjectStoreException;

  /** Releases what this store created, not what it was given; a second call does nothing. */
  @Override
  void close();
}
