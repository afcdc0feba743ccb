/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.wal.WalArchiverOptions;
import io.github.barman4j.wal.WalFetcherOptions;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much a resident process does at once.
 *
 * @param archiver uploads
 * @param fetcher downloads
 */
record ResidentOptions(WalArchiverOptions archiver, WalFetcherOptions fetcher) {

  private static final String FILE = "file";
  private static final long MIB = 1 << 20;
  private static final long PART = 8 * MIB;

  /** Returns a store's properties with memory bounded by the uploads, unless they say otherwise. */
  StoreProperties limited(StoreAddress address) {
    if (FILE.equals(address.location().getScheme())) {
      return address.properties();
    }
    Map<String, String> limits = new TreeMap<>();
    limits.put("part-size", PART / MIB + " MiB");
    limits.put("memory-budget", PART / MIB * (archiver.parallel() + 1) + " MiB");
    limits.putAll(address.properties().values());
    return StoreProperties.of(limits);
  }
}
