/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Uploads a sparse file of unknown length to the store, that has its own offset written every few
 * MiB, and reads it back in ranges, several at a time.
 */
final class LargeTransfer {

  /** Variable of the environment with the store's location. */
  static final String LOCATION = "LARGE_OBJECT_LOCATION";

  private static final ObjectKey KEY = ObjectKey.of("large");
  private static final int STEP = 8 << 20;
  private static final int WORKERS = 6;

  private LargeTransfer() {}

  /** Takes the file to make and its size in bytes; ends with an exception if anything is wrong. */
  public static void main(String[] arguments) throws Exception {
    Path source = Path.of(arguments[0]);
    long size = Long.parseLong(arguments[1]);
    make(source, size);
    try (ObjectStore store = ObjectStores.open(URI.create(System.getenv(LOCATION)))) {
      ObjectMetadata written =
          store.put(KEY, out -> Files.copy(source, out), PutOptions.overwrite());
      require(written.size() == size, written + " has not " + size + " bytes");
      readInRanges(store, size);
      store.delete(List.of(KEY)).throwIfIncomplete();
    }
  }

  private static void make(Path source, long size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
      file.setLength(size);
      for (long offset = 0; offset < size; offset += STEP) {
        file.seek(offset);
        file.writeLong(offset);
      }
    }
  }

  private static void readInRanges(ObjectStore store, long size) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    List<Future<?>> ranges = new ArrayList<>();
    for (long offset = 0; offset < size; offset += STEP) {
      long begin = offset;
      ranges.add(workers.submit(() -> check(store, begin)));
    }
    for (Future<?> range : ranges) {
      range.get();
    }
    workers.shutdown();
  }

  private static void check(ObjectStore store, long begin) {
    GetOptions range = GetOptions.all().withRange(ByteRange.of(begin, STEP));
    try (ObjectContent content = store.get(KEY, range)) {
      DataInputStream in = new DataInputStream(content.stream());
      require(in.readLong() == begin, "another range came than that at " + begin);
      requireZeros(in, STEP - Long.BYTES, begin);
      require(in.read() < 0, "the range at " + begin + " does not end");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireZeros(DataInputStream in, int count, long begin) throws IOException {
    byte[] block = new byte[64 << 10];
    byte[] zeros = new byte[block.length];
    for (int left = count; left > 0; ) {
      int got = in.readNBytes(block, 0, Math.min(left, block.length));
      require(
          got > 0 && java.util.Arrays.equals(block, 0, got, zeros, 0, got),
          "not the zeros of the range at " + begin);
      left -= got;
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
