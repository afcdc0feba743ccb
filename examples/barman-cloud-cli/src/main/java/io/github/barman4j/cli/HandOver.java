/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.cli.agent.AgentAnswer;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.wal.ArchivedWal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The engine for one client: what it fetches lies beside the destination, and the client renames
 * it, so that nothing appears there for a client that has gone.
 */
final class HandOver implements Engine {

  /** What the names of files that wait for their client begin with. */
  static final String MARK = ".barman4j-agent-";

  private final Engine engine;
  private @Nullable Path file;
  private @Nullable Path destination;

  HandOver(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Barman open(StoreAddress address) {
    return engine.open(address);
  }

  @Override
  public ArchivedWal archive(WalTask task, Path walFile) {
    return engine.archive(task, walFile);
  }

  @Override
  public Optional<ArchivedWal> fetch(WalTask task, WalFileName name, Path target) {
    Path beside = target.resolveSibling(MARK + UUID.randomUUID());
    Optional<ArchivedWal> fetched = engine.fetch(task, name, beside);
    if (fetched.isPresent()) {
      file = beside;
      destination = target;
    }
    return fetched;
  }

  AgentAnswer answer(int exitCode, String stdout, String stderr) {
    return new AgentAnswer(exitCode, stdout, stderr, text(file), text(destination));
  }

  private static String text(@Nullable Path path) {
    return path == null ? "" : path.toString();
  }
}
