/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Breaks a put when so many bytes have been taken. */
record BreakPut(long bytes) implements Fault.Effect {

  @Override
  public ObjectBody body(ObjectBody body, String what) {
    return out -> body.writeTo(new Breaking(out, bytes, what));
  }

  private static final class Breaking extends FilterOutputStream {
    private final String what;
    private long left;

    Breaking(OutputStream out, long bytes, String what) {
      super(out);
      this.left = bytes;
      this.what = what;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int taken = (int) Math.min(left, length);
      out.write(bytes, offset, taken);
      left -= taken;
      if (taken < length) {
        throw ObjectStoreException.retryable(what + "connection reset", null);
      }
    }
  }
}
