/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the plugin last said of the archives in the store.
 *
 * @param serverRecoveryWindow by server name
 */
public record ObjectStoreStatus(SortedMap<String, ServerRecoveryWindow> serverRecoveryWindow) {

  /** Nothing said. */
  public static final ObjectStoreStatus NONE = new ObjectStoreStatus(new TreeMap<>());

  /** Copies. */
  public ObjectStoreStatus {
    serverRecoveryWindow = Collections.unmodifiableSortedMap(new TreeMap<>(serverRecoveryWindow));
  }

  static ObjectStoreStatus read(Fields fields) {
    return new ObjectStoreStatus(
        new TreeMap<>(fields.byName("serverRecoveryWindow", ServerRecoveryWindow::read)));
  }
}
