/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.testing.servers.GcsServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads share a memory budget: they wait for it, and never for each other. */
final class GcsMemoryTest {

  private static final int MIB = 1 << 20;
  private static final int PUTS = 24;

  private GcsServer server;
  private String bucket;

  @BeforeEach
  void start() {
    server = GcsServer.start();
    bucket = server.createBucket();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private GcsOptions.Builder options() {
    return GcsOptions.forEmulator(GcsLocation.ofBucket(bucket), server.endpoint())
        .partSize(MIB)
        .memoryBudget(2L * MIB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  @Timeout(120)
  void manyUploadsEndWithRoomForTwoParts(String composite) throws Exception {
    GcsOptions options = options().property("parallel-composite", composite).build();
    try (GcsObjectStore store = GcsObjectStore.create(options)) {
      putAll(store);
      assertThat(store.mostMemoryUsed()).isBetween((long) MIB, 2L * MIB);
      for (int i = 0; i < PUTS; i++) {
        assertThat(server.content(bucket, "k" + i).orElseThrow()).hasSize(3 * MIB + 7);
      }
      assertThat(server.names(bucket)).hasSize(PUTS);
    }
  }

  private static void putAll(GcsObjectStore store) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(PUTS);
    List<Future<?>> puts = new ArrayList<>();
    for (int i = 0; i < PUTS; i++) {
      ObjectKey key = ObjectKey.of("k" + i);
      puts.add(pool.submit(() -> store.put(key, slices(3), PutOptions.overwrite())));
    }
    pool.shutdown();
    for (Future<?> put : puts) {
      put.get(100, TimeUnit.SECONDS);
    }
  }

  private static ObjectBody slices(int mebibytes) {
    return out -> {
      out.write(new byte[7]);
      for (int i = 0; i < mebibytes; i++) {
        out.write(new byte[MIB]);
        Thread.yield();
      }
    };
  }

  @Test
  void memoryIsFreeAgainAfterFailures() throws IOException {
    try (GcsObjectStore store = GcsObjectStore.create(options().build())) {
      for (int i = 0; i < 10; i++) {
        fail(store);
      }
      store.put(ObjectKey.of("k"), slices(5), PutOptions.overwrite());
      assertThat(server.content(bucket, "k").orElseThrow()).hasSize(5 * MIB + 7);
      assertThat(server.openUploads()).isZero();
    }
  }

  private static void fail(GcsObjectStore store) {
    try {
      store.put(
          ObjectKey.of("k"),
          out -> {
            out.write(new byte[3 * MIB + 1]);
            throw new IOException("broken");
          },
          PutOptions.overwrite());
      throw new AssertionError("Was written");
    } catch (IOException e) {
      assertThat(e).hasMessage("broken");
    }
  }

  @Test
  void theLargestObjectOfGoogleFitsWithTheDefaults() {
    GcsOptions options = GcsOptions.builder(GcsLocation.ofBucket(bucket)).build();
    try (GcsObjectStore store = GcsObjectStore.create(options)) {
      assertThat(store.capabilities().maxObjectSize()).isEqualTo(5L << 40);
    }
  }

  @Test
  void partsGrowToKeepWithinTheirNumber() throws IOException {
    GcsOptions options =
        options()
            .partSize(GcsOptions.QUANTUM)
            .memoryBudget(8L * MIB)
            .property("max-parts", "8")
            .build();
    try (GcsObjectStore store = GcsObjectStore.create(options)) {
      byte[] bytes = new byte[5 * MIB];
      store.put(ObjectKey.of("k"), ObjectBody.of(bytes), PutOptions.overwrite());
      assertThat(server.content(bucket, "k").orElseThrow()).hasSize(5 * MIB);
      assertThat(server.requests("CHUNK")).hasSizeBetween(2, 8);
    }
  }
}
