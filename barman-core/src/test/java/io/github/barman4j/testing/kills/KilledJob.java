/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.kills;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.retention.RetentionPlan;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.StoreProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A job in a process of its own, which may die at any point. */
final class KilledJob {

  static final String SERVER = "main";
  static final String BEGIN = "begin";
  private static final long PART = 6 << 20;

  private KilledJob() {}

  /** What can be done, with the words that follow it on the command line. */
  enum Verb {
    /** JDBC URL, data directory. */
    BACKUP,
    /** Target directory. */
    RESTORE,
    /** Policy. */
    RETENTION,
    /** None. */
    DELETE_LATEST,
    /** Directory of WAL files. */
    ARCHIVE
  }

  /** Takes location, options ({@code a=b,c=d}), kill point, verb, and the verb's words. */
  public static void main(String[] arguments) throws IOException {
    StoreProperties options = StoreProperties.of(parse(arguments[1]));
    List<String> words = Arrays.asList(arguments).subList(4, arguments.length);
    try (ObjectStore store = ObjectStores.open(URI.create(arguments[0]), options)) {
      DyingObjectStore dying = new DyingObjectStore(store, KillPoint.parse(arguments[2]));
      try (Barman barman = Barman.builder().store(dying).build()) {
        System.out.println(BEGIN);
        long begin = System.nanoTime();
        run(Verb.valueOf(arguments[3]), barman.server(SERVER), words);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        System.out.println("calls=" + dying.calls() + " millis=" + millis);
      }
    }
  }

  private static Map<String, String> parse(String options) {
    return Stream.of(options.split(",", -1))
        .map(option -> option.split("=", 2))
        .collect(Collectors.toMap(option -> option[0], option -> option[1]));
  }

  private static void run(Verb verb, BarmanServer server, List<String> words) throws IOException {
    switch (verb) {
      case BACKUP -> backUp(server, words.get(0), Path.of(words.get(1)));
      case RESTORE -> restore(server, Path.of(words.get(0)));
      case RETENTION -> apply(server, server.retention().plan(RetentionPolicy.parse(words.get(0))));
      case DELETE_LATEST ->
          apply(server, server.retention().planDelete(BackupSelector.latest(), 0));
      case ARCHIVE -> archive(server, Path.of(words.get(0)));
    }
  }

  private static void backUp(BarmanServer server, String url, Path dataDirectory) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    server.backup(BackupSource.dataDirectory(database, dataDirectory), backupOptions());
  }

  static BackupOptions backupOptions() {
    return BackupOptions.builder()
        .compression(Compression.NONE)
        .fastCheckpoint()
        .partSize(PART)
        .withoutArchiveWait()
        .withoutWalWait()
        .build();
  }

  static void restore(BarmanServer server, Path into) {
    server
        .restore()
        .execute(server.restore().plan(RecoveryTarget.latest()), RestoreOptions.into(into).build());
  }

  private static void apply(BarmanServer server, RetentionPlan plan) {
    if (!server.retention().apply(plan).isComplete()) {
      throw new IllegalStateException("Not complete");
    }
  }

  private static void archive(BarmanServer server, Path directory) throws IOException {
    for (Path file : files(directory)) {
      server.wal().archive(file);
      System.out.println("archived " + file.getFileName());
    }
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
