/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.wal.WalOptions;

/**
 * A WAL archive and how to work on it.
 *
 * @param address of the store
 * @param server whose WAL it is
 * @param options for archiving and fetching
 */
record WalTask(StoreAddress address, String server, WalOptions options) {}
