/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.internal.io.AheadInputStream;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object's bytes, as fast as the store can give them: in one request at first, and if that turns
 * out to be slow, the rest in several ranges at once, because far stores give one connection a
 * fraction of what they have. A near one gives all it has, and would only be asked more often.
 *
 * <p>All is of one version of the object, and read on where a connection broke. For one thread.
 */
public final class LargeObjectInputStream extends InputStream {

  private static final Logger LOG = LoggerFactory.getLogger(LargeObjectInputStream.class);

  private static final long MAX_RANGE = 8 << 20;
  private static final long MIN_RANGE = 1 << 20;
  private static final long MAX_RANGES = 8;
  private static final double NANOS_PER_SECOND = 1e9;

  private final ObjectStore store;
  private final ObjectMetadata version;
  private final Pace pace;
  private final long range;
  private final long ranges;
  private final byte[] one = new byte[1];
  private InputStream current;
  private boolean undecided;
  private long position;
  private long waited;

  /**
   * When one request is too slow.
   *
   * @param sample how many bytes are read to find out
   * @param enough bytes per second that need no ranges: hardly any store gives one connection as
   *     many over a network, and any gives them on the same machine
   */
  record Pace(long sample, double enough) {}

  /**
   * Opens an object.
   *
   * @param memory the most to use for what is read ahead, in bytes; too little for two ranges of 1
   *     MiB means that all is one request
   * @throws ObjectStoreException if the store has none, or fails
   */
  public LargeObjectInputStream(ObjectStore store, ObjectKey key, long memory)
      throws ObjectStoreException {
    this(store, key, memory, new Pace(8 << 20, 100 << 20));
  }

  LargeObjectInputStream(ObjectStore store, ObjectKey key, long memory, Pace pace)
      throws ObjectStoreException {
    this.store = store;
    this.pace = pace;
    this.range = Math.max(MIN_RANGE, Math.min(MAX_RANGE, memory / MAX_RANGES));
    this.ranges = Math.min(MAX_RANGES, memory / range);
    this.undecided = ranges > 1;
    ResumingInputStream whole = new ResumingInputStream(store, key);
    this.current = whole;
    this.version = whole.metadata();
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (!undecided) {
      return current.read(target, offset, length);
    }
    long begin = System.nanoTime();
    int count = current.read(target, offset, length);
    waited += System.nanoTime() - begin;
    position += Math.max(0, count);
    if (position >= pace.sample()) {
      decide();
    }
    return count;
  }

  private void decide() throws IOException {
    undecided = false;
    double rate = position * NANOS_PER_SECOND / Math.max(1, waited);
    long left = version.size() - position;
    if (rate < pace.enough() && left > 2 * range) {
      LOG.debug("{} comes with {} bytes/s, reading it in ranges", version.key(), (long) rate);
      current.close();
      current = ranges(left);
    }
  }

  private InputStream ranges(long left) {
    int count = (int) Math.min(ranges, (left + range - 1) / range);
    return new AheadInputStream(
        new RangedObject(store, version, position, range), count, (int) range, count);
  }

  @Override
  public void close() throws IOException {
    undecided = false;
    current.close();
  }
}
