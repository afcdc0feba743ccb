/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This library in a Java process of its own, with its own defaults, a bounded heap and an archive
 * of loaded classes, as command-line programs have it. The first run of each main class makes its
 * archive and is slower.
 */
final class Barman4jContender implements Contender, AutoCloseable {
  private static final List<String> OPTIONS = List.of("-Xmx320m", "-XX:+UseSerialGC");

  private final PostgresServer server;
  private final BenchmarkStore store;
  private final Path classArchives = FileTrees.createTemporary("bench-classes");

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

  @Override
  public void close() {
    FileTrees.delete(classArchives);
  }

  private Command java(Class<?> main, String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> place = List.of(classArchive(main), "-cp", absoluteClassPath(), main.getName());
    List<String> command =
        Stream.of(List.of(java), OPTIONS, place, Arrays.asList(arguments))
            .flatMap(List::stream)
            .toList();
    return new Command(command, store.environment());
  }

  private String classArchive(Class<?> main) {
    Path archive = classArchives.resolve(main.getSimpleName() + ".jsa");
    String option = Files.exists(archive) ? "SharedArchiveFile" : "ArchiveClassesAtExit";
    return "-XX:" + option + "=" + archive;
  }

  private static String absoluteClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
