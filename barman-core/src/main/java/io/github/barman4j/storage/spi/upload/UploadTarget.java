/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write of one object, as a back end does it. {@link Uploads} calls either {@link #putWhole},
 * or {@link #begin}, {@link #sendPart} for each part and then {@link #complete}; {@link #abort}
 * after anything between has failed. What a back end cannot do it translates into its {@link
 * ObjectStoreException}s.
 *
 * @param <P> what the store needs to know of a part when the upload is completed
 */
public interface UploadTarget<P> {

  /**
   * Writes a small object in one request; nothing was begun. Returns if and only if it is visible.
   */
  ObjectMetadata putWhole(PartBody body) throws ObjectStoreException;

  /** Begins an upload in parts; called once, before the first part. */
  void begin() throws ObjectStoreException;

  /** Tells whether parts have to arrive one after another, in order. */
  boolean isSequential();

  /**
   * Sends a part that is not visible before {@link #complete}; unless {@link #isSequential()},
   * several threads do so at a time. An interrupt means that the upload has failed elsewhere.
   *
   * @param number from 1
   */
  P sendPart(int number, PartBody part) throws ObjectStoreException;

  /**
   * Makes the object of all its parts visible. Returns if and only if it is.
   *
   * @param parts in the order of their numbers, none missing
   * @param size of the object in bytes
   */
  ObjectMetadata complete(List<P> parts, long size) throws ObjectStoreException;

  /**
   * Removes what was begun, when no part is in flight any more. Called once; logs what fails,
   * throws nothing.
   */
  void abort();

  /** Returns an error of this write that names store and key. */
  ObjectStoreException failure(String what, @Nullable Throwable cause);
}
