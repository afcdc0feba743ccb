/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the store takes and gives without anything to compute: the bound of what a process can do
 * with it.
 *
 * @param putRate MiB per second
 * @param getRate MiB per second
 */
record Baseline(double putRate, double getRate) {
  private static final String SERVER_NAME = "baseline";
  private static final int STREAMS = 2;
  private static final int MIB_PER_STREAM = 256;

  @FunctionalInterface
  private interface Task {
    void run(int number) throws IOException;
  }

  /** Puts and gets two objects at once. */
  static Baseline of(BenchmarkStore store)
      throws IOException, InterruptedException, ExecutionException {
    double put = rate(number -> put(store.objects(), number));
    double get = rate(number -> get(store.objects(), number));
    store.delete(SERVER_NAME);
    return new Baseline(put, get);
  }

  private static double rate(Task task) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(STREAMS);
    try {
      long begin = System.nanoTime();
      for (Future<Void> stream : threads.invokeAll(streams(task))) {
        stream.get();
      }
      return STREAMS * MIB_PER_STREAM * 1e9 / (System.nanoTime() - begin);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Callable<Void>> streams(Task task) {
    List<Callable<Void>> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      int number = i;
      streams.add(
          () -> {
            task.run(number);
            return null;
          });
    }
    return streams;
  }

  private static void put(ObjectStore store, int number) throws IOException {
    byte[] mebibyte = new byte[1 << 20];
    new Random(number).nextBytes(mebibyte);
    ObjectBody body =
        out -> {
          for (int i = 0; i < MIB_PER_STREAM; i++) {
            out.write(mebibyte);
          }
        };
    store.put(key(number), body, PutOptions.overwrite());
  }

  private static void get(ObjectStore store, int number) throws IOException {
    try (ObjectContent content = store.get(key(number), GetOptions.all())) {
      content.stream().transferTo(OutputStream.nullOutputStream());
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "put %.0f MiB/s, get %.0f MiB/s", putRate, getRate);
  }

  private static ObjectKey key(int number) {
    return ObjectKey.of(SERVER_NAME + "/" + number);
  }
}
