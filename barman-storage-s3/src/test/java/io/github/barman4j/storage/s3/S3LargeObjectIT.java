/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object much larger than the memory there is for it. */
final class S3LargeObjectIT {

  private static final int MIB = 1 << 20;
  private static final int MEBIBYTES = 1024;
  private static final long BUDGET = 32L * MIB;

  @Test
  void aGibibyteGoesThroughItsMemoryBudget(@TempDir Path directory) throws IOException {
    try (S3Server server = S3Server.s3proxy(directory);
        S3ObjectStore store =
            S3ObjectStore.create(
                S3StoreFixture.options(server, server.createBucket())
                    .memoryBudget(BUDGET)
                    .build())) {
      CRC32C sent = new CRC32C();
      ObjectBody body = out -> generate(new CheckedOutputStream(out, sent));
      var written = store.put(ObjectKey.of("large"), body, PutOptions.overwrite());
      assertThat(written.size()).isEqualTo((long) MEBIBYTES * MIB);
      assertThat(store.mostMemoryUsed()).isLessThanOrEqualTo(BUDGET);
      assertThat(checksum(store)).isEqualTo(sent.getValue());
    }
  }

  private static void generate(OutputStream out) throws IOException {
    byte[] slice = new byte[MIB];
    new Random(1).nextBytes(slice);
    for (int i = 0; i < MEBIBYTES; i++) {
      slice[i] = (byte) i;
      out.write(slice);
    }
  }

  private static long checksum(S3ObjectStore store) throws IOException {
    CRC32C received = new CRC32C();
    try (ObjectContent content = store.get(ObjectKey.of("large"), GetOptions.all())) {
      new CheckedInputStream(content.stream(), received)
          .transferTo(OutputStream.nullOutputStream());
    }
    return received.getValue();
  }
}
