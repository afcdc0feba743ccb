/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.StorageFailedException;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.storage.fs.local.PostgresFacts.Archiving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checks of what PostgreSQL says. For one thread. */
final class PostgresChecks {

  private static final int OLDEST = 130000;
  private static final int SHOWN_COMMAND = 120;
  private static final int SPARE_TRIES = 3;

  private final LocalContext context;
  private final CheckOptions options;
  private final CheckItems items;
  private final PostgresAnswer answer;

  /**
   * The facts, or why there are none.
   *
   * @param facts null if nobody answered
   * @param failure why nobody did; null if nobody was to be asked
   */
  record PostgresAnswer(@Nullable PostgresFacts facts, @Nullable String failure) {}

  PostgresChecks(
      LocalContext context, CheckOptions options, CheckItems items, PostgresAnswer answer) {
    this.context = context;
    this.options = options;
    this.items = items;
    this.answer = answer;
  }

  /** Adds what Barman has before the checks of files. */
  void begin() {
    PostgresFacts facts = answer.facts();
    if (facts == null) {
      unanswered("PostgreSQL");
      skip("superuser or standard user with backup privileges");
      skip("wal_level");
      return;
    }
    version(facts);
    privileges(facts);
    String level = facts.archiving().walLevel();
    if (level.equals("minimal")) {
      items.critical("wal_level", "it is minimal", "set wal_level = replica and restart");
    } else {
      items.ok("wal_level", "");
    }
  }

  private void unanswered(String name) {
    String failure = answer.failure();
    if (failure == null) {
      items.notChecked(name, "no connection was given");
    } else {
      items.critical(name, failure, "start PostgreSQL, or correct the connection");
    }
  }

  private void skip(String name) {
    items.notChecked(
        name, answer.failure() == null ? "no connection was given" : "PostgreSQL did not answer");
  }

  private void version(PostgresFacts facts) {
    if (facts.version() < OLDEST) {
      items.critical(
          "PostgreSQL",
          "version " + facts.version() + " is not supported",
          "use PostgreSQL 13 or newer");
    } else {
      items.ok("PostgreSQL", facts.inRecovery() ? "a standby" : "");
    }
  }

  private void privileges(PostgresFacts facts) {
    List<String> missing = facts.missingPrivileges();
    if (missing.isEmpty()) {
      items.ok("superuser or standard user with backup privileges", "");
    } else {
      items.critical("no access to backup functions", "the user lacks " + missing, "grant that");
    }
  }

  /** Adds what Barman has behind the checks of files. */
  void end() {
    localDataDirectory();
    PostgresFacts facts = answer.facts();
    if (facts == null) {
      List.of("systemid coherence", "archive_mode", "archive_command", "continuous archiving")
          .forEach(this::skip);
      return;
    }
    systemIdentifier(facts);
    if (options.archiver()) {
      archiveMode(facts);
      archiveCommand(facts.archiving());
      continuousArchiving(facts.archiving());
    }
  }

  private void localDataDirectory() {
    String name = "local PGDATA";
    Optional<Path> directory = dataDirectory();
    PostgresFacts facts = answer.facts();
    if (directory.isEmpty()) {
      items.notChecked(name, "nobody says where it is");
      return;
    }
    try {
      SystemIdentifier there = systemIdentifierIn(directory.get());
      if (facts == null) {
        items.notChecked(name, directory.get() + " is one, but PostgreSQL was not asked");
      } else if (!there.equals(facts.systemIdentifier())) {
        items.critical(
            name,
            directory.get() + " is of cluster " + there + ", not " + facts.systemIdentifier(),
            "correct the data directory or the connection");
      } else {
        ownDataDirectory(directory.get(), facts);
      }
    } catch (IOException | IllegalArgumentException e) {
      items.critical(
          name,
          "cannot read " + directory.get() + " as a data directory: " + e,
          "run on PostgreSQL's host as PostgreSQL's user");
    }
  }

  /** A copy of the data directory has the same identifier, so the path must be the same too. */
  private void ownDataDirectory(Path directory, PostgresFacts facts) throws IOException {
    Path running = facts.dataDirectory();
    if (running != null && !Files.isSameFile(directory, running)) {
      items.critical(
          "local PGDATA",
          directory + " is not the one that the server runs on, which is " + running,
          "correct the data directory or the connection");
    } else {
      items.ok("local PGDATA", directory.toString());
    }
  }

  /** PostgreSQL may be writing the file, so that it is read half new. */
  private static SystemIdentifier systemIdentifierIn(Path directory) throws IOException {
    for (int i = 1; ; i++) {
      byte[] bytes = Files.readAllBytes(directory.resolve(ControlFile.NAME));
      try {
        return ControlFile.parse(bytes).systemIdentifier();
      } catch (IllegalArgumentException e) {
        if (i > SPARE_TRIES) {
          throw e;
        }
      }
    }
  }

  /** Returns where PostgreSQL's files are, empty if nobody says. */
  Optional<Path> dataDirectory() {
    PostgresFacts facts = answer.facts();
    return options
        .dataDirectory()
        .or(() -> facts == null ? Optional.empty() : Optional.ofNullable(facts.dataDirectory()));
  }

  private void systemIdentifier(PostgresFacts facts) {
    Optional<SystemIdentifier> stored = storedSystemIdentifier();
    if (stored.isEmpty()) {
      items.ok("systemid coherence", "no system Id stored on disk");
    } else if (stored.get().equals(facts.systemIdentifier())) {
      items.ok("systemid coherence", "");
    } else {
      items.critical(
          "systemid coherence",
          "the system Id on disk is "
              + stored.get()
              + ", PostgreSQL has "
              + facts.systemIdentifier(),
          "this directory is for another cluster: use one of its own, or correct the connection");
    }
  }

  private Optional<SystemIdentifier> storedSystemIdentifier() {
    try {
      return new ClusterIdentity(context).noted();
    } catch (IOException e) {
      throw new StorageFailedException("Cannot read " + context.directory().identity(), e);
    }
  }

  private void archiveMode(PostgresFacts facts) {
    Archiving archiving = facts.archiving();
    if (!archiving.isOn()) {
      items.critical(
          "archive_mode",
          "it is " + archiving.mode(),
          "set it to " + (facts.inRecovery() ? "always" : "on") + " and restart");
    } else if (facts.inRecovery() && !archiving.mode().equals("always")) {
      items.warning(
          "archive_mode",
          "this is a standby, which archives nothing",
          "set archive_mode = always, or let the primary archive into the same directory");
    } else {
      items.ok("archive_mode", "");
    }
  }

  private void archiveCommand(Archiving archiving) {
    String name = "archive_command";
    String command = archiving.command();
    if (!archiving.library().isEmpty()) {
      items.ok(name, "archive_library is " + archiving.library());
    } else if (command == null) {
      items.notChecked(name, "the user may not read it");
    } else if (command.isBlank() || command.equals("(disabled)")) {
      items.critical(
          name, "there is none", "let it archive into " + context.directory().incoming());
    } else {
      items.ok(name, destination(command));
    }
  }

  private String destination(String command) {
    if (command.contains(context.directory().incoming().toString())) {
      return "";
    }
    String shown =
        command.length() <= SHOWN_COMMAND ? command : command.substring(0, SHOWN_COMMAND) + "…";
    return "does not name " + context.directory().incoming() + ", so look where it leads: " + shown;
  }

  private void continuousArchiving(Archiving archiving) {
    if (archiving.isWorking()) {
      items.ok("continuous archiving", "");
    } else if (!archiving.isOn()) {
      items.critical("continuous archiving", "archive_mode is off", "see archive_mode");
    } else {
      items.critical(
          "continuous archiving",
          archiving.failed() + " attempts failed, the last with " + archiving.lastFailedWal(),
          "look into PostgreSQL's log");
    }
  }
}
