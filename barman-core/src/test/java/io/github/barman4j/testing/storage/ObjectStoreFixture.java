/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** An empty store for one test of {@link ObjectStoreContract}, and how to look behind it. */
public interface ObjectStoreFixture extends AutoCloseable {

  /** Returns the store; the same one at every call. The contract may close it. */
  ObjectStore store();

  /**
   * Returns the size in bytes of the parts that the store is set to upload in, as small as the
   * server allows; tests write objects around it and of several parts.
   */
  default int smallestPartSize() {
    return 64 * 1024;
  }

  /** Returns how many uploads have been begun but neither published nor aborted. */
  int openUploads() throws Exception;

  /** Tells whether {@code a} and {@code a/b} can both be objects. */
  default boolean keysMayBePrefixes() {
    return true;
  }

  /** Returns a value for a tag with all characters that the store allows in one. */
  default String tagValue() {
    return "42 +/=:@";
  }

  /** Returns a key that the store fails to delete, the object made if that takes one. */
  default Optional<ObjectKey> undeletable() throws Exception {
    return Optional.empty();
  }

  /**
   * Returns the tests of the contract that this server, not the back end, cannot pass: method name
   * to reason, with the server's version and issue. They are reported as skipped.
   */
  default Map<String, String> deviations() {
    return Map.of();
  }

  /** Closes the store and removes what the test left, open uploads too. */
  @Override
  void close() throws IOException;
}
