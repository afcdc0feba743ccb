/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Damages what a get gives, at an offset in its stream. */
record Damage(Kind kind, long offset) implements Fault.Effect {

  enum Kind {
    BREAK,
    TRUNCATE,
    FLIP
  }

  static Damage breakAfter(long bytes) {
    return new Damage(Kind.BREAK, bytes);
  }

  static Damage truncateAfter(long bytes) {
    return new Damage(Kind.TRUNCATE, bytes);
  }

  static Damage flipAt(long offset) {
    return new Damage(Kind.FLIP, offset);
  }

  @Override
  public InputStream stream(InputStream stream, String what) {
    return new Damaged(stream, this, what);
  }

  private static final class Damaged extends FilterInputStream {
    private final Damage damage;
    private final String what;
    private long at;

    Damaged(InputStream in, Damage damage, String what) {
      super(in);
      this.damage = damage;
      this.what = what;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (damage.kind() == Kind.FLIP) {
        return readFlipped(buffer, offset, length);
      }
      if (at == damage.offset() && length > 0) {
        return end();
      }
      int count = super.read(buffer, offset, (int) Math.min(length, damage.offset() - at));
      at += Math.max(count, 0);
      return count;
    }

    private int end() throws IOException {
      if (damage.kind() == Kind.TRUNCATE) {
        return -1;
      }
      throw new IOException(what + "connection reset after " + at + " bytes");
    }

    private int readFlipped(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      long hit = damage.offset() - at;
      if (hit >= 0 && hit < count) {
        buffer[offset + (int) hit] ^= 0x10;
      }
      at += Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.min(count, 64 * 1024)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
