/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.servers.BarmanCli;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Barman's tools, pointed at the archive of one server. */
final class RealBarman {

  private static final Pattern ID = Pattern.compile("\"backup_id\": \"(\\w+)\"");

  private final BarmanCli cli;
  private final String url;
  private final String serverName;
  private final List<String> writing;

  RealBarman(BarmanCli cli, String url, String serverName) {
    this(cli, url, serverName, List.of());
  }

  /**
   * Makes the tools of a server.
   *
   * @param writing more options of those that write
   */
  RealBarman(BarmanCli cli, String url, String serverName, List<String> writing) {
    this.cli = cli;
    this.url = url;
    this.serverName = serverName;
    this.writing = writing;
  }

  /** Makes a backup of parts of a megabyte. */
  void backUp(PostgresServer source, Codec codec, String name) {
    List<String> options = new ArrayList<>(option(codec));
    options.addAll(List.of("--immediate-checkpoint", "--max-archive-size", "1MB", "--name", name));
    new RealBarman(cli.with(source), url, serverName, writing).write("backup", options).orThrow();
  }

  void archiveWal(Codec codec, Path file) {
    tryToArchiveWal(codec, file).orThrow();
  }

  CommandResult tryToArchiveWal(Codec codec, Path file) {
    return write("wal-archive", option(codec), file.toString());
  }

  void fetchWal(String name, Path to) {
    run("wal-restore", List.of(), name, to.toString()).orThrow();
  }

  /** Returns the ids of all backups that Barman lists. */
  List<String> list() {
    return ids(listAsJson());
  }

  /** Returns the ids in what Barman lists. */
  static List<String> ids(String json) {
    return ID.matcher(json).results().map(found -> found.group(1)).toList();
  }

  /** Returns what Barman lists, as JSON with all fields. */
  String listAsJson() {
    return run("backup-list", List.of("--format", "json")).orThrow().stdout();
  }

  /** Returns what Barman shows of a backup to a person. */
  String show(String idOrName) {
    return run("backup-show", List.of(), idOrName).orThrow().stdout();
  }

  void restore(BackupId id, Path directory, String tablespace, Path location) {
    run(
            "restore",
            List.of("--tablespace", tablespace + ":" + location),
            id.value(),
            directory.toString())
        .orThrow();
  }

  void keep(BackupId id, String target) {
    run("backup-keep", List.of("--target", target), id.value()).orThrow();
  }

  void release(BackupId id) {
    run("backup-keep", List.of("--release"), id.value()).orThrow();
  }

  /** Returns full, standalone or nokeep. */
  String keepStatus(BackupId id) {
    return run("backup-keep", List.of("--status"), id.value())
        .orThrow()
        .stdout()
        .strip()
        .replace("Keep: ", "");
  }

  CommandResult delete(BackupId id) {
    return run("backup-delete", List.of("--backup-id", id.value()));
  }

  void deleteBy(String policy) {
    run("backup-delete", List.of("--retention-policy", policy)).orThrow();
  }

  /** Returns the first field of this name in Barman's JSON, without quotes. */
  static String field(String json, String name) {
    return Pattern.compile("\"" + name + "\": \"?([^\",}]*)")
        .matcher(json)
        .results()
        .findFirst()
        .map(found -> found.group(1))
        .orElse("");
  }

  /** Behind the positional arguments, because some options take all words that follow. */
  private CommandResult write(String tool, List<String> options, String... positional) {
    List<String> behind = new ArrayList<>(List.of(positional));
    behind.addAll(writing);
    return run(tool, options, behind.toArray(String[]::new));
  }

  private CommandResult run(String tool, List<String> options, String... positional) {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of(url, serverName));
    arguments.addAll(List.of(positional));
    return cli.run("barman-cloud-" + tool, arguments.toArray(String[]::new));
  }

  private static List<String> option(Codec codec) {
    return codec == Codec.NONE ? List.of() : List.of("--" + codec.name().toLowerCase(Locale.ROOT));
  }
}
