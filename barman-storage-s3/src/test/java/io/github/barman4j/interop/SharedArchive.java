/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import io.github.barman4j.ServerContext;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.s3.S3Location;
import io.github.barman4j.storage.s3.S3ObjectStore;
import io.github.barman4j.storage.s3.S3Options;
import io.github.barman4j.testing.servers.BarmanCli;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A prefix in a bucket that both sides use: of Ceph where there is one, else of an S3Proxy. Closing
 * it deletes what is there.
 */
final class SharedArchive implements AutoCloseable {

  private static final String PREFIX = "estate/production";

  private final S3Server server;
  private final String bucket;
  private final ObjectStore store;
  private final ExecutorService executor = Executors.newFixedThreadPool(4);

  SharedArchive() {
    boolean hasCeph = System.getenv("BARMAN4J_TEST_S3_ENDPOINT") != null;
    server = hasCeph ? S3Server.ceph() : S3Server.s3proxy();
    bucket = server.createBucket();
    store =
        S3ObjectStore.create(
            S3Options.forS3Compatible(new S3Location(bucket, PREFIX), server.endpoint())
                .credentials(server.accessKey(), Secret.of(server.secretKey()))
                .build());
  }

  /** Returns our side of the archive of a server. */
  ServerContext ours(String serverName) {
    return new ServerContext(store, serverName, executor, Clock.systemDefaultZone());
  }

  /** Returns Barman's side of the archive of a server. */
  RealBarman barmans(BarmanCli barman, String serverName) {
    return new RealBarman(barman.with(server), "s3://" + bucket + "/" + PREFIX, serverName);
  }

  /** Returns the keys that begin so, ascending. */
  List<String> keys(String prefix) {
    try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, ListRequest.prefix(prefix))) {
      return objects.map(object -> object.key().value()).toList();
    }
  }

  /** Deletes all that is in the archive. */
  void clear() throws IOException {
    try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, ListRequest.prefix(""))) {
      store.delete(objects.map(ObjectMetadata::key).toList()).throwIfIncomplete();
    }
  }

  @Override
  public void close() throws IOException {
    clear();
    store.close();
    executor.shutdownNow();
    server.close();
  }
}
