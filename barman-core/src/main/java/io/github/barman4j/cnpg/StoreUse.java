/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

/** What a store is opened for; a resource may ask for other settings for WAL than for backups. */
public enum StoreUse {
  /** Everything; the settings have to agree. */
  ALL,
  /** The WAL archive, by {@code spec.configuration.wal}. */
  WAL,
  /** Base backups, by {@code spec.configuration.data}. */
  BACKUPS
}
