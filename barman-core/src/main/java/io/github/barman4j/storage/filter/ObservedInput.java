/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read; closing it ends the observation. */
final class ObservedInput extends FilterInputStream {

  private final Observation observation;

  ObservedInput(InputStream in, Observation observation) {
    super(in);
    this.observation = observation;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = super.read(buffer, offset, length);
      observation.add(Math.max(count, 0));
      return count;
    } catch (IOException e) {
      observation.failed(e);
      throw e;
    }
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    observation.add(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      observation.end();
    }
  }
}
