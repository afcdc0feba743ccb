/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.servers.S3Server;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A bucket of its own in the S3 server that {@code BARMAN4J_TEST_S3_ENDPOINT} names, or in one that
 * is started. Whoever opens it closes it, which deletes the bucket.
 */
final class BenchmarkStore implements AutoCloseable {
  private static final String ENDPOINT = "BARMAN4J_TEST_S3_ENDPOINT";

  /** A command that makes the store give back the space of deleted objects, where it does not. */
  private static final String PURGE = "BARMAN4J_BENCHMARK_PURGE";

  private final Path directory;
  private final S3Server server;
  private final String bucket;
  private final ObjectStore store;

  private BenchmarkStore(Path directory, S3Server server) throws IOException {
    this.directory = directory;
    this.server = server;
    this.bucket = server.createBucket();
    this.store = ObjectStores.open(URI.create(location() + "&" + keys()));
  }

  /** Finds or starts an S3 server and creates a bucket. */
  static BenchmarkStore open() throws IOException {
    Path directory = FileTrees.createTemporary("bench-s3");
    boolean given = System.getenv(ENDPOINT) != null;
    return new BenchmarkStore(directory, given ? S3Server.ceph() : S3Server.s3proxy(directory));
  }

  /** Returns what the server is, for the report. */
  String describe() {
    return System.getenv(ENDPOINT) == null ? "S3Proxy on files" : "the S3 server of " + ENDPOINT;
  }

  /** Returns the address of the server. */
  String endpoint() {
    return server.endpoint().toString();
  }

  /** Returns the bucket as Barman calls it. */
  String bucketUrl() {
    return "s3://" + bucket;
  }

  /** Returns the location as we call it, without keys. */
  String location() {
    String endpoint = URLEncoder.encode(endpoint(), StandardCharsets.UTF_8);
    return "s3://%s?endpoint-url=%s&region=%s".formatted(bucket, endpoint, server.region());
  }

  /** Returns the environment that gives a process the keys. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID", server.accessKey(),
        "AWS_SECRET_ACCESS_KEY", server.secretKey(),
        "AWS_DEFAULT_REGION", server.region(),
        "AWS_EC2_METADATA_DISABLED", "true");
  }

  /** Returns the store itself. */
  ObjectStore objects() {
    return store;
  }

  /** Returns the only backup of a server name. */
  BackupInfo backup(String serverName) {
    return new BackupCatalog(context(serverName)).get(BackupSelector.latest());
  }

  /** Returns the bytes of all objects of a server name. */
  long size(String serverName) {
    return walk(serverName).stream().mapToLong(ObjectMetadata::size).sum();
  }

  /** Archives the WAL that a backup needs, from the server's own {@code pg_wal}. */
  void archiveWal(String serverName, BackupInfo backup, Path dataDirectory) throws IOException {
    WalArchive archive = new WalArchive(context(serverName), WalOptions.defaults());
    String first = backup.beginWal().orElseThrow().toString();
    String last = backup.endWal().orElseThrow().toString();
    try (Stream<Path> files = Files.list(dataDirectory.resolve("pg_wal"))) {
      files
          .filter(file -> isBetween(file.getFileName().toString(), first, last))
          .forEach(archive::archive);
    }
  }

  /** Deletes everything of a server name, and has the store forget it. */
  void delete(String serverName) throws IOException {
    List<ObjectKey> keys = walk(serverName).stream().map(ObjectMetadata::key).toList();
    store.delete(keys).throwIfIncomplete();
    String purge = System.getenv(PURGE);
    if (purge != null) {
      ExternalCommand.of(List.of("sh", "-c", purge)).run().orThrow();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      delete("");
      server.deleteBucket(bucket);
    } finally {
      store.close();
      server.close();
      FileTrees.delete(directory);
    }
  }

  private static boolean isBetween(String name, String first, String last) {
    return name.length() == first.length()
        && name.compareTo(first) >= 0
        && name.compareTo(last) <= 0;
  }

  private List<ObjectMetadata> walk(String serverName) {
    String prefix = serverName.isEmpty() ? "" : serverName + "/";
    try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, ListRequest.prefix(prefix))) {
      return objects.toList();
    }
  }

  private ServerContext context(String serverName) {
    return new ServerContext(
        store, serverName, Runnable::run, Clock.system(ZoneId.systemDefault()));
  }

  private String keys() {
    return "access-key-id=%s&secret-access-key=%s"
        .formatted(
            URLEncoder.encode(server.accessKey(), StandardCharsets.UTF_8),
            URLEncoder.encode(server.secretKey(), StandardCharsets.UTF_8));
  }
}
