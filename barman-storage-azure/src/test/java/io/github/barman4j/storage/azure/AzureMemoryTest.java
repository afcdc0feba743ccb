/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads share a memory budget: they wait for it, and never for each other. */
final class AzureMemoryTest {

  private static final int MIB = 1 << 20;
  private static final int PUTS = 24;

  @Test
  @Timeout(120)
  void manyUploadsEndWithRoomForTwoParts() throws Exception {
    try (ScriptedAzure azure = new ScriptedAzure();
        AzureObjectStore store =
            AzureObjectStore.create(
                azure.options().property("read-timeout", "60 s").memoryBudget(10L * MIB).build())) {
      putAll(store);
      assertThat(store.mostMemoryUsed()).isBetween(5L * MIB, 10L * MIB);
      for (int i = 0; i < PUTS; i++) {
        assertThat(azure.object("k" + i)).hasSize(7 * MIB);
      }
    }
  }

  private static void putAll(AzureObjectStore store) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(PUTS);
    List<Future<?>> puts = new ArrayList<>();
    for (int i = 0; i < PUTS; i++) {
      ObjectKey key = ObjectKey.of("k" + i);
      puts.add(pool.submit(() -> store.put(key, slices(7), PutOptions.overwrite())));
    }
    pool.shutdown();
    for (Future<?> put : puts) {
      put.get(100, TimeUnit.SECONDS);
    }
  }

  private static ObjectBody slices(int mebibytes) {
    return out -> {
      for (int i = 0; i < mebibytes; i++) {
        out.write(new byte[MIB]);
        Thread.yield();
      }
    };
  }

  @Test
  void memoryIsFreeAgainAfterFailures() throws IOException {
    try (ScriptedAzure azure = new ScriptedAzure();
        AzureObjectStore store =
            AzureObjectStore.create(azure.options().memoryBudget(10L * MIB).build())) {
      for (int i = 0; i < 10; i++) {
        fail(store);
      }
      store.put(ObjectKey.of("k"), slices(20), PutOptions.overwrite());
      assertThat(azure.object("k")).hasSize(20 * MIB);
    }
  }

  private static void fail(AzureObjectStore store) {
    try {
      store.put(
          ObjectKey.of("k"),
          out -> {
            out.write(new byte[13 * MIB]);
            throw new IOException("broken");
          },
          PutOptions.overwrite());
    } catch (IOException e) {
      assertThat(e).hasMessage("broken");
    }
  }

  @Test
  void partsDoNotGrowBeyondHalfTheBudgetAndTheStoreSaysWhatFits() throws IOException {
    try (ScriptedAzure azure = new ScriptedAzure();
        AzureObjectStore store = AzureObjectStore.create(azure.options().build())) {
      assertThat(store.capabilities().maxObjectSize()).isGreaterThan(1L << 40);
    }
  }
}
