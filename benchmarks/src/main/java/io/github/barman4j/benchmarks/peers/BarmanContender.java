/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Barman of this machine's path, which in Debian 12 is 3.4.0, with its own defaults. */
final class BarmanContender implements Contender {
  private static final Map<String, List<String>> OPTIONS =
      Map.of("none", List.of(), "gzip", List.of("-z"));

  private final PostgresServer server;
  private final BenchmarkStore store;

  BarmanContender(PostgresServer server, BenchmarkStore store) {
    this.server = server;
    this.store = store;
  }

  @Override
  public String name() {
    return "Barman";
  }

  @Override
  public Command backup(String serverName, String compression) {
    List<String> arguments = new ArrayList<>(List.of("barman-cloud-backup"));
    arguments.addAll(List.of("--endpoint-url", store.endpoint(), "--immediate-checkpoint"));
    arguments.addAll(OPTIONS.get(compression));
    arguments.addAll(List.of(store.bucketUrl(), serverName));
    return new Command(arguments, environment());
  }

  @Override
  public Command restore(String serverName, String backupId, Path directory) {
    List<String> arguments =
        List.of(
            "barman-cloud-restore",
            "--endpoint-url",
            store.endpoint(),
            store.bucketUrl(),
            serverName,
            backupId,
            directory.toString());
    return new Command(arguments, environment());
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(store.environment());
    environment.putAll(server.libpqEnvironment());
    return environment;
  }
}
