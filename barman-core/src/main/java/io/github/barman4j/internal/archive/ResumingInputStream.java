/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object's bytes, read on from where a broken connection left off, but only of the same version
 * of the object. For one thread.
 */
public final class ResumingInputStream extends InputStream {

  private static final Logger LOG = LoggerFactory.getLogger(ResumingInputStream.class);
  private static final int MAX_TRIES_WITHOUT_PROGRESS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final ObjectStore store;
  private final ObjectKey key;
  private final Duration firstPause;
  private final ObjectMetadata metadata;
  private final long end;
  private @Nullable ObjectContent content;
  private @Nullable IOException lastFailure;
  private long position;
  private int triesWithoutProgress;
  private boolean closed;

  /**
   * Opens an object.
   *
   * @throws ObjectStoreException if the store has none, or fails
   */
  public ResumingInputStream(ObjectStore store, ObjectKey key) throws ObjectStoreException {
    this(store, key, FIRST_PAUSE);
  }

  /**
   * Opens an object.
   *
   * @param firstPause before the second try without progress; each further one is twice as long
   */
  ResumingInputStream(ObjectStore store, ObjectKey key, Duration firstPause)
      throws ObjectStoreException {
    this.store = store;
    this.key = key;
    this.firstPause = firstPause;
    ObjectContent opened = store.get(key, GetOptions.all());
    this.content = opened;
    this.metadata = opened.metadata();
    this.end = metadata.size();
  }

  /** Prepares to read a range of a version of an object; the first read opens it. */
  ResumingInputStream(ObjectStore store, ObjectMetadata version, ByteRange range) {
    this.store = store;
    this.key = version.key();
    this.firstPause = FIRST_PAUSE;
    this.metadata = version;
    this.position = range.offset();
    this.end = range.offset() + range.lengthWithin(version.size());
  }

  /** Returns what the store says of the whole object. */
  ObjectMetadata metadata() {
    return metadata;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      try {
        return counted(opened().stream().read(target, offset, length));
      } catch (IOException broken) {
        prepareToResume(broken);
      }
    }
  }

  private ObjectContent opened() throws IOException {
    if (closed) {
      throw new IOException("The stream of " + key + " is closed");
    }
    ObjectContent open = content;
    if (open == null) {
      open = store.get(key, rest());
      content = open;
    }
    return open;
  }

  private int counted(int read) throws IOException {
    if (read > 0) {
      position += read;
      triesWithoutProgress = 0;
      lastFailure = null;
    } else if (read < 0 && position < end) {
      throw ObjectStoreException.retryable(
          "read "
              + store.location()
              + " "
              + key
              + ": ended after "
              + position
              + " bytes of "
              + metadata.size(),
          null);
    }
    return read;
  }

  /** The next read goes on at the position; a try that fails, too, is followed by another one. */
  private void prepareToResume(IOException broken) throws IOException {
    if (lastFailure != null && lastFailure != broken) {
      broken.addSuppressed(lastFailure);
    }
    lastFailure = broken;
    requireHope(broken);
    LOG.warn("Reading {} broke at byte {}, resuming: {}", key, position, broken.toString());
    abandon();
    pause(broken);
  }

  private void requireHope(IOException broken) throws IOException {
    boolean hopeless =
        closed
            || position == end
            || Thread.currentThread().isInterrupted()
            || (broken instanceof ObjectStoreException e && !e.isRetryable());
    if (hopeless) {
      throw broken;
    }
    if (++triesWithoutProgress >= MAX_TRIES_WITHOUT_PROGRESS) {
      throw ObjectStoreException.retryable(
          String.format(
              Locale.ROOT,
              "read %s %s: broke at byte %d of %d, %d times without progress; last: %s",
              store.location(),
              key,
              position,
              metadata.size(),
              triesWithoutProgress,
              broken.getMessage()),
          broken);
    }
  }

  private void abandon() {
    try {
      closeContent();
    } catch (IOException e) {
      LOG.debug("Closing the broken answer for {} failed, too", key, e);
    }
  }

  private void pause(IOException broken) throws IOException {
    try {
      Thread.sleep(
          triesWithoutProgress == 1 ? 0 : firstPause.toMillis() << (triesWithoutProgress - 2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken.addSuppressed(e);
      throw broken;
    }
  }

  private GetOptions rest() {
    return GetOptions.all()
        .withRange(ByteRange.of(position, end - position))
        .withIfMatch(metadata.etag());
  }

  @Override
  public void close() throws IOException {
    closed = true;
    closeContent();
  }

  private void closeContent() throws IOException {
    ObjectContent open = content;
    content = null;
    if (open != null) {
      open.close();
    }
  }
}
