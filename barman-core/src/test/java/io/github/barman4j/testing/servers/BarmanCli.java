/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.Peer;
import io.github.barman4j.testing.process.Peers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Real Barman, run as an external program by the user of this JVM.
 *
 * <p>Paths in arguments are absolute and below the directory for temporary files or the working
 * directory. Immutable and safe for use by many threads.
 */
public final class BarmanCli implements Peer {
  private static final Map<String, String> ISOLATED =
      Map.of(
          "HOME", System.getProperty("java.io.tmpdir"),
          "NO_PROXY", "127.0.0.1,localhost",
          "AWS_EC2_METADATA_DISABLED", "true");

  private final Optional<Path> folder;
  private final String description;
  private final Map<String, String> environment;
  private final List<String> options;

  private BarmanCli(
      Optional<Path> folder,
      String description,
      Map<String, String> environment,
      List<String> options) {
    this.folder = folder;
    this.description = description;
    this.environment = Map.copyOf(environment);
    this.options = List.copyOf(options);
  }

  /** Returns Barman of Debian 12, version 3.4.0, from the path. */
  public static BarmanCli debian12() {
    String hint = "Barman of Debian 12: apt-get install barman-cli-cloud python3-boto3";
    return new BarmanCli(Optional.empty(), hint, ISOLATED, List.of());
  }

  /** Returns the newest packaged Barman, from the folder {@code BARMAN4J_PEERS}. */
  public static BarmanCli newest() {
    String hint = "newest Barman: set BARMAN4J_PEERS to a folder of newest peers";
    return new BarmanCli(Peers.folder(), hint, ISOLATED, List.of());
  }

  /** Returns this program with the store's keys and its address for {@code barman-cloud-*}. */
  public BarmanCli with(S3Server store) {
    Map<String, String> keys =
        Map.of(
            "AWS_ACCESS_KEY_ID", store.accessKey(),
            "AWS_SECRET_ACCESS_KEY", store.secretKey(),
            "AWS_DEFAULT_REGION", store.region());
    List<String> endpoint = List.of("--endpoint-url", store.endpoint().toString());
    return new BarmanCli(folder, description, merged(keys), endpoint);
  }

  /** Returns this program with the store's connection string for {@code barman-cloud-*}. */
  public BarmanCli with(AzuriteServer store) {
    Map<String, String> connection =
        Map.of("AZURE_STORAGE_CONNECTION_STRING", store.connectionString());
    List<String> provider = List.of("--cloud-provider", "azure-blob-storage");
    return new BarmanCli(folder, description, merged(connection), provider);
  }

  /** Returns what Barman needs beside itself for Azure. */
  public Peer azureModule() {
    List<String> imports = List.of("/usr/bin/python3", "-c", "import azure.storage.blob");
    return new Peer() {
      @Override
      public boolean available() {
        return BarmanCli.this.available() && command(imports).succeeds();
      }

      @Override
      public String description() {
        return BarmanCli.this.description() + ", with python3-azure-storage where it is";
      }
    };
  }

  /** Returns this program with the server as PostgreSQL's default connection. */
  public BarmanCli with(PostgresServer server) {
    return withEnvironment(server.libpqEnvironment());
  }

  /** Returns this program with more environment variables; later ones win. */
  public BarmanCli withEnvironment(Map<String, String> more) {
    return new BarmanCli(folder, description, merged(more), options);
  }

  /**
   * Runs a program to its end, at most five minutes.
   *
   * @param program its name, for instance {@code barman-cloud-backup}
   * @param arguments its arguments, without the store's address
   */
  public CommandResult run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    if (program.startsWith("barman-cloud-")) {
      command.addAll(options);
    }
    command.addAll(List.of(arguments));
    return command(command).run();
  }

  /** Returns the version, for instance {@code 3.4.0}. */
  public String version() {
    String[] words = versionCommand().run().orThrow().stdout().strip().split(" ");
    return words[words.length - 1];
  }

  @Override
  public boolean available() {
    return (folder.isPresent() || !description.startsWith("newest")) && versionCommand().succeeds();
  }

  @Override
  public String description() {
    return description;
  }

  private ExternalCommand versionCommand() {
    return command(List.of("barman-cloud-backup", "--version"));
  }

  private ExternalCommand command(List<String> command) {
    return ExternalCommand.of(folder.map(root -> Peers.inFolder(root, command)).orElse(command))
        .withEnvironment(environment);
  }

  private Map<String, String> merged(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return all;
  }
}
