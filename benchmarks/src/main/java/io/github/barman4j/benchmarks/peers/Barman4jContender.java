/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.restore.RestoreDurability;
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

  /** A process of two seconds does not earn back what C2 costs. */
  private static final String C1_ONLY = "-XX:TieredStopAtLevel=1";

  /** C1 has no intrinsic of SHA-256, with which bodies are signed over plain HTTP. */
  private static final String C1_AND_C2 = "-XX:TieredStopAtLevel=4";

  private final PostgresServer server;
  private final BenchmarkStore store;
  private final Path classArchives;
  private final RestoreDurability durability;

  Barman4jContender(PostgresServer server, BenchmarkStore store) {
    this(server, store, FileTrees.createTemporary("bench-classes"), RestoreDurability.SYNCED);
  }

  private Barman4jContender(
      PostgresServer server,
      BenchmarkStore store,
      Path classArchives,
      RestoreDurability durability) {
    this.server = server;
    this.store = store;
    this.classArchives = classArchives;
    this.durability = durability;
  }

  /** Returns one that leaves it to the system when restored files get to disk, as Barman does. */
  Contender withoutSync() {
    return new Barman4jContender(server, store, classArchives, RestoreDurability.LEFT_TO_SYSTEM);
  }

  @Override
  public String name() {
    return durability == RestoreDurability.SYNCED ? "barman4j" : "barman4j, not synced";
  }

  @Override
  public Command backup(String serverName, String compression) {
    String data = server.dataDirectory().toString();
    return java(
        BackupProcess.class, store.location(), serverName, server.jdbcUrl(), data, compression);
  }

  @Override
  public Command restore(String serverName, String backupId, Path directory) {
    String target = directory.toString();
    return java(
        RestoreProcess.class, store.location(), serverName, backupId, target, durability.name());
  }

  @Override
  public void close() {
    FileTrees.delete(classArchives);
  }

  private Command java(Class<?> main, String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String compilers = main == RestoreProcess.class ? C1_ONLY : C1_AND_C2;
    List<String> place =
        List.of(compilers, classArchive(main), "-cp", absoluteClassPath(), main.getName());
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
