/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
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
  private ObjectContent content;
  private long position;
  private int triesWithoutProgress;

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
    this.content = store.get(key, GetOptions.all());
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
        return counted(content.stream().read(target, offset, length));
      } catch (IOException broken) {
        resume(broken);
      }
    }
  }

  private int counted(int read) throws IOException {
    if (read > 0) {
      position += read;
      triesWithoutProgress = 0;
    } else if (read < 0 && position < content.metadata().size()) {
      throw ObjectStoreException.retryable(
          "read "
              + store.location()
              + " "
              + key
              + ": ended after "
              + position
              + " bytes of "
              + content.metadata().size(),
          null);
    }
    return read;
  }

  /** Goes on at the position; a try that fails, too, is followed by another one. */
  private void resume(IOException broken) throws IOException {
    IOException last = broken;
    while (true) {
      requireHope(last);
      LOG.warn("Reading {} broke at byte {}, resuming: {}", key, position, last.toString());
      abandon();
      pause(last);
      try {
        content = store.get(key, rest());
        return;
      } catch (ObjectStoreException e) {
        e.addSuppressed(last);
        last = e;
      }
    }
  }

  private void requireHope(IOException broken) throws IOException {
    boolean hopeless =
        Thread.currentThread().isInterrupted()
            || (broken instanceof ObjectStoreException e && !e.isRetryable());
    if (hopeless) {
      throw broken;
    }
    if (++triesWithoutProgress >= MAX_TRIES_WITHOUT_PROGRESS) {
      throw ObjectStoreException.retryable(
          "read %s %s: broke at byte %d of %d, %d times without progress; last: %s"
              .formatted(
                  store.location(),
                  key,
                  position,
                  content.metadata().size(),
                  triesWithoutProgress,
                  broken.getMessage()),
          broken);
    }
  }

  private void abandon() {
    try {
      content.close();
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
        .withRange(ByteRange.from(position))
        .withIfMatch(content.metadata().etag());
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
