/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.testing.servers.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A bucket that one program of one case uses. Closing it deletes it. */
final class CaseStore implements AutoCloseable {

  private static final int MOST = 64 << 20;

  private final S3Server server;
  private final String bucket;
  private final ObjectStore store;

  private CaseStore(S3Server server, String bucket, ObjectStore store) {
    this.server = server;
    this.bucket = bucket;
    this.store = store;
  }

  static CaseStore create(S3Server server) throws IOException {
    String bucket = server.createBucket();
    return new CaseStore(server, bucket, open(server, bucket));
  }

  private static ObjectStore open(S3Server server, String bucket) throws IOException {
    Map<String, String> properties =
        Map.of(
            "endpoint-url", server.endpoint().toString(),
            "region", server.region(),
            "addressing-style", "path",
            "access-key-id", server.accessKey(),
            "secret-access-key", server.secretKey());
    return ObjectStores.open(URI.create("s3://" + bucket), StoreProperties.of(properties));
  }

  String bucket() {
    return bucket;
  }

  void put(String key, byte[] content) throws IOException {
    store.put(ObjectKey.of(key), ObjectBody.of(content), PutOptions.overwrite());
  }

  /** Returns the objects, decompressed, by key. */
  Map<String, byte[]> read() throws IOException {
    Map<String, byte[]> contents = stored();
    contents.replaceAll(CaseStore::plain);
    return contents;
  }

  /** Returns the objects by key. */
  Map<String, byte[]> stored() throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (ObjectKey key : keys()) {
      contents.put(key.value(), ObjectStores.read(store, key, MOST));
    }
    return contents;
  }

  /** What cannot be decompressed is left as it is. */
  private static byte[] plain(String key, byte[] stored) {
    try (var in = Codec.ofFileName(key).decompressing(new ByteArrayInputStream(stored))) {
      return in.readAllBytes();
    } catch (IOException e) {
      return stored;
    }
  }

  private List<ObjectKey> keys() {
    try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, ListRequest.prefix(""))) {
      return objects.map(ObjectMetadata::key).toList();
    }
  }

  @Override
  public void close() throws IOException {
    store.delete(keys()).throwIfIncomplete();
    store.close();
    server.deleteBucket(bucket);
  }
}
