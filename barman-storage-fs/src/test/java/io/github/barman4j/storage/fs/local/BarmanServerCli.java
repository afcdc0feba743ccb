/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.Peer;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.process.ServerUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Real Barman as the manager of a server directory, run as an external program by {@link
 * ServerUser}, who is given the whole of {@code barman_home} before each run.
 *
 * <p>All paths must be below the directory for temporary files. Immutable.
 */
final class BarmanServerCli implements Peer {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", System.getProperty("java.io.tmpdir"), "LC_ALL", "C.UTF-8", "TZ", "UTC");

  private final Program program;
  private final Path home;
  private final String server;
  private final Map<String, String> settings;

  /** Where Barman is, empty for the path; its name in tests; and how to get it. */
  private record Program(Optional<Path> folder, String tag, String description) {}

  private BarmanServerCli(Program program, Path home, String server, Map<String, String> settings) {
    this.program = program;
    this.home = home;
    this.server = server;
    this.settings = Map.copyOf(settings);
  }

  /** Returns Barman of Debian 12, version 3.4.0, from the path. */
  static BarmanServerCli debian12() {
    return of(Optional.empty(), "debian12", "Barman of Debian 12: apt-get install barman rsync");
  }

  /** Returns the newest packaged Barman, from the folder {@code BARMAN4J_PEERS}. */
  static BarmanServerCli newest() {
    return of(
        Peers.folder(),
        "newest",
        "newest Barman: set BARMAN4J_PEERS to a folder with barman, rsync, file");
  }

  /** Returns Barman of Debian 13, version 3.13.3, from {@code BARMAN4J_PEERS_TRIXIE}. */
  static BarmanServerCli debian13() {
    return of(
        Peers.folder("BARMAN4J_PEERS_TRIXIE", "/var/lib/barman4j-peers-trixie"),
        "debian13",
        "Barman of Debian 13: set BARMAN4J_PEERS_TRIXIE to a folder with barman, rsync, file");
  }

  /** Returns all three ages of the directory's format; none is asked whether it is there. */
  static Stream<BarmanServerCli> ages() {
    return Stream.of(debian12(), debian13(), newest());
  }

  /**
   * Returns the oldest and the newest, for parameterized tests; none is asked whether it is there.
   */
  static Stream<BarmanServerCli> both() {
    return Stream.of(debian12(), newest());
  }

  private static BarmanServerCli of(Optional<Path> folder, String tag, String description) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("conninfo", "host=/nowhere user=postgres dbname=postgres");
    settings.put("backup_method", "local-rsync");
    settings.put("backup_options", "concurrent_backup");
    settings.put("archiver", "on");
    settings.put("reuse_backup", "link");
    return new BarmanServerCli(
        new Program(folder, tag, description), Path.of("/nowhere"), "main", settings);
  }

  /** Returns this program for a server of a {@code barman_home}, which need not exist. */
  BarmanServerCli on(Path newHome, String newServer) {
    return new BarmanServerCli(program, newHome.toAbsolutePath(), newServer, settings);
  }

  /** Returns this program with a setting of the server's section; later ones win. */
  BarmanServerCli with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(key, value);
    return new BarmanServerCli(program, home, server, more);
  }

  /**
   * Runs {@code barman -c CONFIGURATION} with these arguments to its end, at most five minutes.
   *
   * @param arguments for instance {@code archive-wal main}
   */
  CommandResult run(String... arguments) {
    return command(barman(arguments)).run();
  }

  /** Starts {@code barman -c CONFIGURATION} with these arguments; the caller closes it. */
  ChildProcess start(Path log, String... arguments) {
    return ChildProcess.start(entered(barman(arguments)), ENVIRONMENT, log);
  }

  /** Writes the configuration file anew and returns it. */
  Path configuration() {
    try {
      Files.createDirectories(home);
      Path file = home.resolveSibling(home.getFileName() + "-" + program.tag() + ".conf");
      Files.writeString(file, text());
      ServerUser.current().own(home);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() {
    String lines =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
            .sorted()
            .collect(Collectors.joining());
    return """
        [barman]
        barman_user = %s
        barman_home = %s
        log_level = DEBUG
        log_file = %s/barman.log

        [%s]
        %s"""
        .formatted(user(), home, home, server, lines);
  }

  /** The name that the user has where Barman runs, which it compares. */
  private String user() {
    return command(List.of("id", "-un")).run().orThrow().stdout().strip();
  }

  private List<String> barman(String... arguments) {
    List<String> command = new ArrayList<>(List.of("barman", "-c", configuration().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private ExternalCommand command(List<String> command) {
    return ExternalCommand.of(entered(command)).withEnvironment(ENVIRONMENT);
  }

  private List<String> entered(List<String> command) {
    List<String> asUser = ServerUser.current().command(command);
    return program.folder().map(root -> Peers.inFolder(root, asUser)).orElse(asUser);
  }

  @Override
  public boolean available() {
    return (program.folder().isPresent() || program.tag().equals("debian12"))
        && command(List.of("sh", "-c", "barman -v && rsync --version && file --version"))
            .succeeds();
  }

  @Override
  public String description() {
    return program.description();
  }

  @Override
  public String toString() {
    return "Barman " + program.tag();
  }
}
