/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class S3ServerIT {
  @Test
  void s3proxyCreatesBuckets() {
    createsBuckets(S3Server::s3proxy);
  }

  @Test
  void s3mockCreatesBuckets() {
    createsBuckets(S3Server::s3mock);
  }

  @Test
  void cephCreatesBuckets() {
    createsBuckets(S3Server::ceph);
  }

  private static void createsBuckets(Supplier<S3Server> start) {
    try (S3Server server = start.get()) {
      String bucket = server.createBucket();
      assertThat(server.send("HEAD", "/" + bucket).statusCode()).isEqualTo(200);
      assertThat(server.send("HEAD", "/" + bucket + "-absent").statusCode()).isEqualTo(404);
      server.send("DELETE", "/" + bucket);
    }
  }
}
