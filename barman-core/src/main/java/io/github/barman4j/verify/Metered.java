/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reports bytes read from the store, and ends early when the verification does. */
final class Metered extends FilterInputStream {

  private final VerifyRun run;

  Metered(InputStream in, VerifyRun run) {
    super(in);
    this.run = run;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    run.read(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte @Nullable [] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    run.read(Math.max(count, 0));
    return count;
  }
}
