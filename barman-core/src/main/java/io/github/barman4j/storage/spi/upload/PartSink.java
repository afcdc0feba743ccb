/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Cuts what a body writes into parts; hands a part on when the first byte behind it comes. */
final class PartSink extends OutputStream {

  /** Takes full parts. */
  interface Target {

    /** Sends a part that is not the last, and releases it later, also when this throws. */
    void send(PartBuffer part) throws IOException;

    /** Throws if nothing more can be sent. */
    void check() throws IOException;
  }

  private final PartMemory memory;
  private final PartPlan plan;
  private final Target target;
  private @Nullable PartBuffer current;
  private long written;
  private boolean closed;

  PartSink(PartMemory memory, PartPlan plan, Target target) {
    this.memory = memory;
    this.plan = plan;
    this.target = target;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (closed) {
      throw new IOException("The stream of the object's body is closed");
    }
    target.check();
    int done = 0;
    while (done < length) {
      int taken = roomy().fill(bytes, offset + done, length - done);
      done += taken;
      written += taken;
    }
  }

  /** Ends writing, but commits nothing. */
  @Override
  public void close() {
    closed = true;
  }

  /** Returns the bytes behind the last part that was sent; null if nothing was written. */
  @Nullable PartBuffer takeLast() {
    PartBuffer last = current;
    current = null;
    return last;
  }

  long written() {
    return written;
  }

  private PartBuffer roomy() throws IOException {
    PartBuffer part = current;
    if (part != null && !part.isFull()) {
      return part;
    }
    if (part != null) {
      current = null;
      target.send(part);
    }
    part = reserve();
    current = part;
    return part;
  }

  private PartBuffer reserve() throws IOException {
    try {
      return memory.reserve(plan.next(written));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for memory to upload with");
    }
  }
}
