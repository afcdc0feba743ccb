/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreProperties;
import java.net.URI;

/** Opens the stores of one kind; found through {@link java.util.ServiceLoader}. Thread-safe. */
public interface ObjectStoreProvider {

  /** Tells whether this provider opens locations of this form; never does I/O. */
  boolean handles(URI location);

  /** Returns the forms of location that this provider opens, for messages. */
  String locationForms();

  /**
   * Opens a store; the caller closes it.
   *
   * @param location without query
   * @param properties the options
   * @throws IllegalArgumentException if the location or an option is not valid
   * @throws ObjectStoreException if the store cannot be reached where opening needs that
   */
  ObjectStore open(URI location, StoreProperties properties) throws ObjectStoreException;
}
