/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Remembers whether the end was read. For one thread. */
final class EndWatch extends FilterInputStream {

  private boolean atEnd;

  EndWatch(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    atEnd |= value < 0;
    return value;
  }

  @Override
  public int read(byte @Nullable [] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    atEnd |= count < 0;
    return count;
  }

  boolean isAtEnd() {
    return atEnd;
  }
}
