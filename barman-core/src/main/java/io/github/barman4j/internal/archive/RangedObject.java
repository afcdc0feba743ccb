/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.internal.io.AheadInputStream;
import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The rest of an object from some byte on, in ranges of one version. */
final class RangedObject implements AheadInputStream.Sections {

  private final ObjectStore store;
  private final ObjectMetadata version;
  private final long begin;
  private final long rangeSize;

  RangedObject(ObjectStore store, ObjectMetadata version, long begin, long rangeSize) {
    this.store = store;
    this.version = version;
    this.begin = begin;
    this.rangeSize = rangeSize;
  }

  @Override
  public @Nullable InputStream open(long number) {
    long offset = begin + number * rangeSize;
    return offset >= version.size()
        ? null
        : new ResumingInputStream(store, version, ByteRange.of(offset, rangeSize));
  }

  @Override
  public void close() {
    // Each range is closed by the thread that reads it.
  }
}
