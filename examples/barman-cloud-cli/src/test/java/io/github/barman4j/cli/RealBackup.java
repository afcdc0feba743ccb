/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.servers.BarmanCli;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A backup that Barman made of a running server, named <code>named</code>.
 *
 * @param id its id
 * @param objects as stored, by key below the server's
 */
record RealBackup(String id, Map<String, byte[]> objects) {

  static final RealBackup NONE = new RealBackup("", Map.of());

  private static final String SERVER = "main";

  static RealBackup make(BarmanCli barman, S3Server s3, PostgresServer postgres)
      throws IOException {
    try (CaseStore store = CaseStore.create(s3)) {
      String[] words = {
        "--immediate-checkpoint", "-z", "-n", "named", "s3://" + store.bucket() + "/", SERVER
      };
      barman.with(s3).with(postgres).run("barman-cloud-backup", words).orThrow();
      Map<String, byte[]> objects = new TreeMap<>();
      store.stored().forEach((key, object) -> objects.put(key.replaceFirst("^main/", ""), object));
      return new RealBackup(objects.keySet().iterator().next().split("/")[1], objects);
    }
  }
}
