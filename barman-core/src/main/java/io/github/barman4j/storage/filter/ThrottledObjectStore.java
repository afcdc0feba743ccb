/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Limits the bytes per second of all transfers together, reads and writes; requests without a body
 * and copies inside the store are not limited.
 */
public final class ThrottledObjectStore extends ForwardingObjectStore {

  private final Bandwidth bandwidth;

  /**
   * Makes a store that passes at most {@code bytesPerSecond} to and from {@code delegate}.
   *
   * @param bytesPerSecond at least 1
   */
  public ThrottledObjectStore(ObjectStore delegate, long bytesPerSecond) {
    this(delegate, new Bandwidth(bytesPerSecond));
  }

  ThrottledObjectStore(ObjectStore delegate, Bandwidth bandwidth) {
    super(delegate);
    this.bandwidth = bandwidth;
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    return delegate().put(key, out -> body.writeTo(new Output(out)), options);
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    ObjectContent content = delegate().get(key, options);
    return new ObjectContent(content.metadata(), new Input(content.stream()));
  }

  private final class Output extends FilterOutputStream {
    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      bandwidth.pass(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int end = offset + length;
      for (int at = offset; at < end; at += bandwidth.piece()) {
        int piece = Math.min(bandwidth.piece(), end - at);
        bandwidth.pass(piece);
        out.write(bytes, at, piece);
      }
    }
  }

  private final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      bandwidth.pass(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, Math.min(length, bandwidth.piece()));
      bandwidth.pass(Math.max(count, 0));
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(Math.min(count, bandwidth.piece()));
      bandwidth.pass((int) skipped);
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
