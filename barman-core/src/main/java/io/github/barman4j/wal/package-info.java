/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The WAL archive of a server: {@link io.github.barman4j.wal.WalArchive} archives and fetches, and
 * {@link io.github.barman4j.wal.WalInventory} says what is there, with gaps and duplicates. In a
 * program that keeps running, {@link io.github.barman4j.wal.WalArchiver} and {@link
 * io.github.barman4j.wal.WalFetcher} do so ahead of PostgreSQL.
 */
@NullMarked
package io.github.barman4j.wal;

import org.jspecify.annotations.NullMarked;
