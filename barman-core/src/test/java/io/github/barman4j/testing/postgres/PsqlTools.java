/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.postgres;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.Peer;
import io.github.barman4j.testing.process.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's own programs beside the server: pg_verifybackup, pg_waldump, pg_combinebackup, psql
 * and so on, which the binaries of {@link PostgresBinaries} lack.
 *
 * <p>They run as the user of this JVM, so what they write may have to be given to the server with
 * {@link PostgresServer#ownedByServer(Path)}. Immutable and safe for use by many threads.
 */
public final class PsqlTools implements Peer {
  private final Path bin;
  private final Optional<Path> folder;
  private final String description;

  private PsqlTools(Path bin, Optional<Path> folder, String description) {
    this.bin = bin;
    this.folder = folder;
    this.description = description;
  }

  /** Returns the programs of Debian 12's PostgreSQL 15; its pg_verifybackup also verifies 13. */
  public static PsqlTools debian15() {
    return new PsqlTools(
        Path.of("/usr/lib/postgresql/15/bin"),
        Optional.empty(),
        "client programs of PostgreSQL 15: apt-get install postgresql-15");
  }

  /** Returns the programs of PostgreSQL 18 in the folder of the newest peers. */
  public static PsqlTools newest18() {
    return new PsqlTools(
        Path.of("/usr/lib/postgresql/18/bin"),
        Peers.folder(),
        "client programs of PostgreSQL 18: set BARMAN4J_PEERS to a folder of newest peers");
  }

  /**
   * Runs a program to its end; paths in arguments are absolute and below the directory for
   * temporary files or the working directory.
   *
   * @param tool its name, for instance {@code pg_waldump}
   */
  public CommandResult run(String tool, String... arguments) {
    List<String> command = new ArrayList<>(List.of(bin.resolve(tool).toString()));
    command.addAll(List.of(arguments));
    return ExternalCommand.of(folder.map(root -> Peers.inFolder(root, command)).orElse(command))
        .run();
  }

  /**
   * Checks a restored data directory against its backup manifest.
   *
   * <p>WAL is not checked, because only the pg_waldump of the server's own version could.
   *
   * @return the result; exit code 0 means that the backup is intact
   */
  public CommandResult verifyBackup(Path dataDirectory) {
    return run("pg_verifybackup", "--no-parse-wal", dataDirectory.toAbsolutePath().toString());
  }

  @Override
  public boolean available() {
    Path inside = Path.of("/").relativize(bin).resolve("pg_verifybackup");
    return Files.isExecutable(folder.orElse(Path.of("/")).resolve(inside))
        && run("pg_verifybackup", "--version").exitCode() == 0;
  }

  @Override
  public String description() {
    return description;
  }
}
