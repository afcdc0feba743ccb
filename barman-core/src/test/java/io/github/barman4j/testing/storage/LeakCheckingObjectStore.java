/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store whose {@link #close()} fails if an object that was read has not been closed; the error
 * shows where each was opened. Thread-safe.
 */
public final class LeakCheckingObjectStore extends ForwardingObjectStore {

  private final Map<Object, Throwable> open = new ConcurrentHashMap<>();

  /** Makes a store that watches what is read from {@code delegate}. */
  public LeakCheckingObjectStore(ObjectStore delegate) {
    super(delegate);
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    ObjectContent content = delegate().get(key, options);
    return new ObjectContent(content.metadata(), new Watched(content.stream(), key));
  }

  /** Returns how many streams are open. */
  public int openStreams() {
    return open.size();
  }

  /**
   * Fails if a stream is open.
   *
   * @throws AssertionError that has as suppressed exceptions where each was opened
   */
  public void assertNothingOpen() {
    if (!open.isEmpty()) {
      AssertionError leak = new AssertionError(open.size() + " objects were read but not closed");
      open.values().forEach(leak::addSuppressed);
      throw leak;
    }
  }

  @Override
  public void close() {
    super.close();
    assertNothingOpen();
  }

  private final class Watched extends FilterInputStream {
    Watched(InputStream in, ObjectKey key) {
      super(in);
      open.put(this, new Throwable("opened here: " + key));
    }

    @Override
    public void close() throws IOException {
      open.remove(this);
      super.close();
    }
  }
}
