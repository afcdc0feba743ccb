/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object's bytes, read on from where a broken connection left off, but only of the same version
 * of the object. For one thread.
 */
public final class ResumingInputStream extends InputStream {

  private static final Logger LOG = LoggerFactory.getLogger(ResumingInputStream.class);
  private static final int MAX_TRIES_WITHOUT_PROGRESS = 5;

  private final ObjectStore store;
  private final ObjectKey key;
  private ObjectContent content;
  private long position;
  private int triesWithoutProgress;

  /**
   * Opens an object.
   *
   * @throws ObjectStoreException if the store has none, or fails
   */
  public ResumingInputStream(ObjectStore store, ObjectKey key) throws ObjectStoreException {
    this.store = store;
    this.key = key;
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

  private void resume(IOException broken) throws IOException {
    boolean hopeless =
        broken instanceof InterruptedIOException || broken instanceof StoreAccessDeniedException;
    if (hopeless || ++triesWithoutProgress >= MAX_TRIES_WITHOUT_PROGRESS) {
      throw broken;
    }
    LOG.warn("Reading {} broke at byte {}, resuming: {}", key, position, broken.toString());
    content.close();
    GetOptions rest =
        GetOptions.all().withRange(ByteRange.from(position)).withIfMatch(content.metadata().etag());
    content = store.get(key, rest);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
