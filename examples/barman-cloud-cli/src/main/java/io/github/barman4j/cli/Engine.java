/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.wal.ArchivedWal;
import java.nio.file.Path;
import java.util.Optional;

/** Does what needs a store: in this process for one command, or resident for many. */
interface Engine {

  /** Opens the archives of a store; the caller closes it. */
  Barman open(StoreAddress address);

  /** Archives a WAL file; returns when it is durable in the archive. */
  ArchivedWal archive(WalTask task, Path file);

  /** Fetches a WAL file; empty only if the store said that it is not there. */
  Optional<ArchivedWal> fetch(WalTask task, WalFileName name, Path destination);
}
