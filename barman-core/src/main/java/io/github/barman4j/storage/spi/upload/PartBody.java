/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import java.io.InputStream;

/**
 * The bytes of one part or of a whole small object, in memory; read from the beginning as often as
 * a request is repeated. Valid until the call that it was given to returns.
 */
public interface PartBody {

  /** No bytes, for an empty object. */
  PartBody EMPTY = EmptyBody.INSTANCE;

  /** Returns how many bytes there are; 0 only for an empty object. */
  long size();

  /**
   * Opens a stream at the first byte, which needs no closing and can be marked; streams are
   * independent of each other.
   */
  InputStream open();
}
