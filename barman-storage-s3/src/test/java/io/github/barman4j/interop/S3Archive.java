/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.s3.S3Location;
import io.github.barman4j.storage.s3.S3ObjectStore;
import io.github.barman4j.storage.s3.S3Options;
import io.github.barman4j.testing.interop.SharedArchive;
import io.github.barman4j.testing.servers.S3Server;

/** A prefix in a bucket that both sides use: of Ceph where there is one, else of an S3Proxy. */
final class S3Archive {

  private static final String PREFIX = "estate/production";

  private S3Archive() {}

  static SharedArchive open() {
    boolean hasCeph = System.getenv("BARMAN4J_TEST_S3_ENDPOINT") != null;
    S3Server server = hasCeph ? S3Server.ceph() : S3Server.s3proxy();
    String bucket = server.createBucket();
    ObjectStore store =
        S3ObjectStore.create(
            S3Options.forS3Compatible(new S3Location(bucket, PREFIX), server.endpoint())
                .credentials(server.accessKey(), Secret.of(server.secretKey()))
                .build());
    String url = "s3://" + bucket + "/" + PREFIX;
    return new SharedArchive(store, cli -> cli.with(server), url, server::close);
  }
}
