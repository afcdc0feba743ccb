/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.wal.ArchivedWal;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the store for one command and closes it behind it. */
final class DirectEngine implements Engine {

  @Override
  public Barman open(StoreAddress address) {
    return Barman.open(address.location(), address.properties());
  }

  @Override
  public ArchivedWal archive(WalTask task, Path file) {
    try (Barman barman = open(task.address())) {
      return barman.server(task.server()).wal(task.options()).archive(file);
    }
  }

  @Override
  public Optional<ArchivedWal> fetch(WalTask task, WalFileName name, Path destination) {
    try (Barman barman = open(task.address())) {
      return barman.server(task.server()).wal(task.options()).fetch(name, destination);
    }
  }
}
