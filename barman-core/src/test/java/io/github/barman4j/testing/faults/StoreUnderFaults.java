/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import io.github.barman4j.storage.ObjectStore;
import java.util.List;

/** What a back end gives {@link JobUnderFaults}: a real server, with a proxy before it. */
public interface StoreUnderFaults extends AutoCloseable {

  /** Returns the proxy. */
  FaultProxy proxy();

  /**
   * Opens the store through the proxy, with parts so small that a base backup has several, and so
   * little patience that a request that hangs ends in a second or two; the caller closes it.
   */
  ObjectStore throughProxy();

  /** Opens the same objects past the proxy; the caller closes it. */
  ObjectStore direct();

  /** Returns the uploads in parts that are open below a key prefix, as text; asks the server. */
  List<String> openUploads(String prefix);

  /** Ends proxy and server. */
  @Override
  void close();
}
