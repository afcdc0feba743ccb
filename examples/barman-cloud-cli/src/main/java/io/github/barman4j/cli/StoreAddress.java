/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.storage.StoreProperties;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a store is and how to use it.
 *
 * @param location without query
 * @param properties the options of the back end
 */
record StoreAddress(URI location, StoreProperties properties) {

  /** Returns this address with more options; they win. */
  StoreAddress with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(properties.values());
    all.putAll(more);
    return new StoreAddress(location, StoreProperties.of(all));
  }
}
