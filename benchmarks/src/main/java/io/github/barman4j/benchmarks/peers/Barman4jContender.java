/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This library in a Java process of its own, with its own defaults and a bounded heap. */
final class Barman4jContender implements Contender {
  private static final String HEAP = "-Xmx320m";

  private final PostgresServer server;
  private final BenchmarkStore store;

  Barman4jContender(PostgresServer server, BenchmarkStore store) {
    this.server = server;
    this.store = store;
  }

  @Override
  public String name() {
    return "barman4j";
  }

  @Override
  public Command backup(String serverName, String compression) {
    String data = server.dataDirectory().toString();
    return java(
        BackupProcess.class, store.location(), serverName, server.jdbcUrl(), data, compression);
  }

  @Override
  public Command restore(String serverName, String backupId, Path directory) {
    return java(RestoreProcess.class, store.location(), serverName, backupId, directory.toString());
  }

  private Command java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(HEAP, "-cp", absoluteClassPath()));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new Command(command, store.environment());
  }

  private static String absoluteClassPath() {
    String separator = System.getProperty("path.separator");
    List<String> absolute = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(separator)) {
      absolute.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(separator, absolute);
  }
}
