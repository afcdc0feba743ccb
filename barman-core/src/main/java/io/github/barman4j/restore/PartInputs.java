/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.archive.LargeObjectInputStream;
import io.github.barman4j.internal.io.AheadInputStream;
import io.github.barman4j.storage.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** How the parts of a backup are read: ahead, within the memory that each has. */
final class PartInputs {

  private static final int DECODED_BUFFERS = 4;
  private static final int DECODED_BUFFER = 256 << 10;

  private final ObjectStore store;
  private final int workers;
  private final long memoryOfEach;
  private final long total;

  PartInputs(ObjectStore store, List<BackupPart> parts, RestoreOptions options) {
    this.store = store;
    this.workers = options.workers();
    this.memoryOfEach = options.readAheadMemory() / Math.max(1, Math.min(workers, parts.size()));
    this.total = parts.stream().mapToLong(BackupPart::size).sum();
  }

  /** Opens the decoded bytes of a part; tells how many were read, from whichever thread reads. */
  InputStream open(BackupPart part, IntConsumer read) throws IOException {
    InputStream object = new LargeObjectInputStream(store, part.key(), memoryOfEach);
    Codec codec = Codec.ofFileName(part.key().value());
    InputStream decoded = codec.decompressing(new Counted(object, read));
    return codec != Codec.NONE && isLong(part)
        ? AheadInputStream.of(decoded, DECODED_BUFFERS, DECODED_BUFFER)
        : decoded;
  }

  /** Others end long before: its decoder and its writer may have a processor each. */
  private boolean isLong(BackupPart part) {
    return memoryOfEach > 0 && part.size() * workers > total + total / 2;
  }

  private static final class Counted extends FilterInputStream {
    private final IntConsumer read;

    Counted(InputStream in, IntConsumer read) {
      super(in);
      this.read = read;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      read.accept(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte @Nullable [] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      read.accept(Math.max(count, 0));
      return count;
    }
  }
}
