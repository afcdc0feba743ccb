/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.cloud.BaseServiceException;
import io.github.barman4j.storage.ObjectMetadata;
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
  ObjectMetadata complete(List<GcsPart> parts, GcsChecksum whole) throws ObjectStoreException;

  /**
   * Removes what was begun.
   *
   * @throws BaseServiceException as the SDK does
   */
  void abort() throws ObjectStoreException;
}
