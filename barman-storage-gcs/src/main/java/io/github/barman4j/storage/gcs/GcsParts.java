/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.BaseServiceException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.spi.upload.PartBody;
import java.util.List;

/** How the parts of one upload get into the store. What they throw is not translated yet. */
interface GcsParts {

  /** Tells whether parts have to arrive one after another, in order. */
  boolean isSequential();

  /** Begins the upload. */
  void begin();

  /**
   * Sends a part.
   *
   * @throws BaseServiceException as the SDK does
   */
  GcsPart send(int number, PartBody part);

  /**
   * Makes the object visible.
   *
   * @param whole checksum of the parts together
   * @throws BaseServiceException as the SDK does
   */
  StorageObject complete(List<GcsPart> parts, GcsChecksum whole);

  /**
   * Removes what was begun; after the object is visible, what it was made of.
   *
   * @throws BaseServiceException as the SDK does
   */
  void abort() throws ObjectStoreException;

  /** Tells whether there is something to remove after the object is visible. */
  boolean leavesSomething();
}
