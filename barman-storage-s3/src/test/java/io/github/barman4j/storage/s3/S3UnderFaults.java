/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.testing.faults.FaultProxy;
import io.github.barman4j.testing.faults.StoreProtocol;
import io.github.barman4j.testing.faults.StoreUnderFaults;
import io.github.barman4j.testing.servers.S3Server;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** S3Proxy, which knows its open uploads, behind the fault proxy. */
final class S3UnderFaults implements StoreUnderFaults {

  /** Without one, S3Proxy refuses to list the keys with an empty name that Barman writes. */
  private static final String PREFIX = "p";

  private static final long SMALLEST_PART = 5 << 20;

  private final S3Server server;
  private final Duration patience;
  private final String bucket;
  private final FaultProxy proxy;
  private final S3Client behind;

  /**
   * Takes over a server.
   *
   * @param patience how long a request may hang; a busy machine is no fault
   */
  S3UnderFaults(S3Server server, Duration patience) {
    this.server = server;
    this.patience = patience;
    bucket = server.createBucket();
    proxy = FaultProxy.before(server.endpoint(), StoreProtocol.S3);
    behind = S3Clients.create(options(server.endpoint()).build());
  }

  @Override
  public FaultProxy proxy() {
    return proxy;
  }

  @Override
  public ObjectStore throughProxy() {
    return S3ObjectStore.create(
        options(proxy.endpoint())
            .property("connect-timeout", "2 s")
            .property("read-timeout", patience.toMillis() + " ms")
            .property("attempt-timeout", "10 s")
            .property("max-attempts", "3")
            .build());
  }

  @Override
  public ObjectStore direct() {
    return S3ObjectStore.create(options(server.endpoint()).build());
  }

  @Override
  public List<String> openUploads(String prefix) {
    return behind.listMultipartUploads(r -> r.bucket(bucket)).uploads().stream()
        .filter(upload -> upload.key().startsWith(PREFIX + "/" + prefix + "/"))
        .map(upload -> upload.key() + " " + upload.uploadId())
        .toList();
  }

  /** Opens an upload behind everybody's back, to prove that it is seen. */
  String openUpload(String key) {
    return behind.createMultipartUpload(r -> r.bucket(bucket).key(PREFIX + "/" + key)).uploadId();
  }

  void abortUpload(String key, String id) {
    behind.abortMultipartUpload(r -> r.bucket(bucket).key(PREFIX + "/" + key).uploadId(id));
  }

  @Override
  public void close() {
    behind.close();
    proxy.close();
    server.close();
  }

  private S3Options.Builder options(URI endpoint) {
    return S3Options.forS3Compatible(new S3Location(bucket, PREFIX), endpoint)
        .credentials(server.accessKey(), Secret.of(server.secretKey()))
        .property("object-tags", "false")
        .partSize(SMALLEST_PART);
  }
}
