/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.wal.WalOptions;

/**
 * A WAL archive and how to work on it.
 *
 * @param address of the store
 * @param server whose WAL it is
 * @param options for archiving and fetching
 * @param parallel how many segments to fetch ahead, -1 for what the engine does by itself
 */
record WalTask(StoreAddress address, String server, WalOptions options, int parallel) {}
