/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.postgres.PostgresServerBuilder;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program as it is installed beside a server, with its barman.conf; a process each call. */
final class Installation implements AutoCloseable {

  private static final Path BUILT = Path.of("target", "dist").toAbsolutePath();
  private static final Map<String, String> JAVA =
      Map.of("JAVA_HOME", System.getProperty("java.home"));

  private final Path root = FileTrees.createTemporary("local");
  private final Path home = root.resolve("backups");

  Installation() throws IOException {
    FileTrees.copy(BUILT, root.resolve("program"), file -> false);
    ExternalCommand.of(List.of(root.resolve("program/lib/make-archive").toString()))
        .withEnvironment(JAVA)
        .run()
        .orThrow();
    Files.createDirectories(home);
    Files.createDirectories(root.resolve("restored"));
    ServerUser.current().own(root);
  }

  /** Returns a server that archives by the program. */
  PostgresServerBuilder archiving(int major) {
    return PostgresServer.builder(major)
        .archiveCommand(
            "env JAVA_HOME='%s' %s archive-wal -c %s main %%p"
                .formatted(JAVA.get("JAVA_HOME"), program(), configuration()));
  }

  /** Writes barman.conf. */
  void configure(String conninfo, String more) throws IOException {
    Files.writeString(
        configuration(),
        """
        [barman]
        barman_home = %s
        [main]
        conninfo = %s
        backup_method = local-rsync
        immediate_checkpoint = true
        %s
        """
            .formatted(home, conninfo, more),
        UTF_8);
  }

  Path configuration() {
    return root.resolve("barman.conf");
  }

  Path program() {
    return root.resolve("program/bin/local-backup");
  }

  Path serverDirectory() {
    return home.resolve("main");
  }

  /** Returns a path into which a backup can be restored. */
  Path target(String name) {
    return root.resolve("restored").resolve(name);
  }

  List<String> command(String command, Object... words) {
    List<String> all = new ArrayList<>(List.of(program().toString(), command));
    all.addAll(List.of("-c", configuration().toString(), "main"));
    for (Object word : words) {
      all.add(word.toString());
    }
    return all;
  }

  /** Runs a command as the server's user. */
  CommandResult run(String command, Object... words) {
    return ExternalCommand.of(ServerUser.current().command(command(command, words)))
        .withEnvironment(JAVA)
        .run();
  }

  /** Runs a command as the user of this JVM. */
  CommandResult runAsSelf(String command, Object... words) {
    return ExternalCommand.of(command(command, words)).withEnvironment(JAVA).run();
  }

  Map<String, String> environment() {
    return JAVA;
  }

  @Override
  public void close() {
    FileTrees.delete(root);
  }
}
