/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.postgres;

import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link PostgresServer}.
 *
 * <p>On a new cluster the settings are written to {@code postgresql.conf}, so {@code ALTER SYSTEM}
 * can change them and backups contain them. On an existing data directory they are given on the
 * command line, so they win over its files for this server only. Used by one thread.
 */
public final class PostgresServerBuilder {
  private static final Map<String, String> FAST =
      Map.of("fsync", "off", "shared_buffers", "16MB", "logging_collector", "off", "jit", "off");

  final int majorVersion;
  int port;
  private int walSegmentSize = 16 * 1024 * 1024;
  private @Nullable Path dataDirectory;
  private boolean newCluster;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<String> signalFiles = new ArrayList<>();

  PostgresServerBuilder(int majorVersion) {
    this.majorVersion = majorVersion;
  }

  /**
   * Names the data directory; without it, it is a temporary one that closing deletes.
   *
   * <p>When it holds a cluster, that is started, after being given to the server's user. When it is
   * absent or empty, a new cluster is made there.
   */
  public PostgresServerBuilder dataDirectory(Path directory) {
    dataDirectory = directory.toAbsolutePath().normalize();
    return this;
  }

  /** Sets the size of WAL segments of a new cluster in bytes: 1 MiB to 1 GiB, default 16 MiB. */
  public PostgresServerBuilder walSegmentSize(int bytes) {
    walSegmentSize = bytes;
    return this;
  }

  /** Sets the port; without it, a free one is found. */
  public PostgresServerBuilder port(int newPort) {
    port = newPort;
    return this;
  }

  /** Sets a configuration parameter; the value is not quoted. */
  public PostgresServerBuilder setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** Turns archiving on with this {@code archive_command}, run as the server's user. */
  public PostgresServerBuilder archiveCommand(String command) {
    return setting("archive_mode", "on").setting("archive_command", command);
  }

  /**
   * Turns archiving on by copying complete segments into a directory, which is created and given to
   * the server. On the file system of the data directory, none is ever seen there half copied.
   */
  public PostgresServerBuilder archiveInto(Path directory) {
    try {
      PostgresServer.ownedByServer(Files.createDirectories(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String complete = directory.toAbsolutePath() + "/%f";
    return archiveCommand("cp %p pg_wal/copying && mv pg_wal/copying '" + complete + "'");
  }

  /** Turns archiving off, which a restored cluster may have inherited. */
  public PostgresServerBuilder noArchiving() {
    return setting("archive_mode", "off");
  }

  /**
   * Makes the server recover from an archive with this {@code restore_command} when it starts, to
   * the end of WAL unless settings name a target.
   */
  public PostgresServerBuilder recoverWith(String restoreCommand) {
    signalFiles.add("recovery.signal");
    return setting("restore_command", restoreCommand);
  }

  /** Makes the server a standby that streams from another one. */
  public PostgresServerBuilder standbyOf(PostgresServer primary) {
    signalFiles.add("standby.signal");
    return setting("primary_conninfo", primary.conninfo());
  }

  /**
   * Starts a server and waits until it answers queries. The caller closes it.
   *
   * @throws IllegalStateException with the log, when it ends or does not answer within a minute
   */
  public PostgresServer start() {
    PostgresServer server = prepare();
    try {
      server.start();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Starts a server without waiting for anything, even an early end. The caller closes it. */
  public PostgresServer launch() {
    PostgresServer server = prepare();
    server.launch();
    return server;
  }

  /** Returns the parameters for the command line of the server. */
  List<String> commandLine() {
    Map<String, String> given = new LinkedHashMap<>(FAST);
    if (!newCluster) {
      given.putAll(settings);
    }
    List<String> options = new ArrayList<>();
    given.forEach((name, value) -> options.addAll(List.of("-c", name + "=" + value)));
    return options;
  }

  private PostgresServer prepare() {
    Path run = FileTrees.createTemporary("pg");
    Path data = dataDirectory == null ? run.resolve("data") : dataDirectory;
    newCluster = !Files.exists(data.resolve("PG_VERSION"));
    try {
      prepare(data);
      PostgresServer.ownedByServer(run);
      PostgresServer.ownedByServer(data);
      return new PostgresServer(this, run, data);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot prepare " + data, e);
    }
  }

  private void prepare(Path data) throws IOException {
    if (newCluster) {
      new ClusterTemplate(PostgresBinaries.ofMajor(majorVersion), walSegmentSize).copyTo(data);
      Files.write(data.resolve("postgresql.conf"), configuration(), StandardOpenOption.APPEND);
    }
    for (String file : signalFiles) {
      Files.write(data.resolve(file), new byte[0]);
    }
  }

  private List<String> configuration() {
    return settings.entrySet().stream()
        .map(e -> "%s = '%s'".formatted(e.getKey(), e.getValue().replace("'", "''")))
        .toList();
  }
}
