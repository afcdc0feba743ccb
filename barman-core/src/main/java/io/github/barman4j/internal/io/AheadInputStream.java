/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes that threads of its own read ahead into a fixed number of buffers: what comes first is
 * being taken while what comes next is still being read.
 *
 * <p>The threads are daemons and not the caller's executor's, which may have none to spare. What
 * fails in one of them is thrown here, when everything before it has been taken. {@link #close()}
 * interrupts them and waits until they have closed what they read; a read that hangs regardless is
 * left behind after five seconds, and closes what it read when it ends. For one thread.
 */
public final class AheadInputStream extends InputStream {

  private static final Logger LOG = LoggerFactory.getLogger(AheadInputStream.class);
  private static final long PATIENCE_NANOS = 5_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Sections sections;
  private final List<AheadBuffer> buffers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final byte[] one = new byte[1];
  private long section;
  private int running;
  private boolean closed;

  /** What is read: sections that follow each other, each fitting into one buffer. */
  public interface Sections extends Closeable {
    /**
     * Opens a section, which the caller closes. Called by several threads if there are several,
     * with increasing numbers each.
     *
     * @param number from 0
     * @return null behind the last one
     */
    @Nullable InputStream open(long number) throws IOException;

    /** Called once, when no thread reads any more. */
    @Override
    void close() throws IOException;
  }

  /**
   * Begins to read.
   *
   * @param sections what to read; closed here
   * @param buffers how many sections are held at a time, at least the number of threads
   * @param bufferSize of each, in bytes
   * @param threads how many sections are read at a time
   */
  public AheadInputStream(Sections sections, int buffers, int bufferSize, int threads) {
    this.sections = sections;
    for (int i = 0; i < buffers; i++) {
      this.buffers.add(new AheadBuffer(bufferSize));
    }
    running = threads;
    for (int i = 0; i < threads; i++) {
      start(i, threads);
    }
  }

  /**
   * Reads one stream ahead, with one thread, which closes it.
   *
   * @param buffers how many there are
   * @param bufferSize of each, in bytes
   */
  public static AheadInputStream of(InputStream in, int buffers, int bufferSize) {
    return new AheadInputStream(new OneStream(in), buffers, bufferSize, 1);
  }

  private void start(int first, int step) {
    Thread thread = new Thread(() -> read(first, step), "barman4j-read-ahead");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void read(long first, int step) {
    long number = first;
    try {
      while (readSection(number)) {
        number += step;
      }
    } catch (InterruptedException e) {
      LOG.trace("Reading ahead was ended", e);
    } catch (Throwable e) {
      buffer(number).fail(e);
    } finally {
      ended();
    }
  }

  private boolean readSection(long number) throws IOException, InterruptedException {
    AheadBuffer buffer = buffer(number);
    buffer.awaitFree();
    try (InputStream in = sections.open(number)) {
      if (in == null) {
        buffer.end();
        return false;
      }
      buffer.fill(in);
      return true;
    }
  }

  private AheadBuffer buffer(long number) {
    return buffers.get((int) (number % buffers.size()));
  }

  /** The last thread closes what was read: nobody uses it any more, however long it hung. */
  private void ended() {
    if (isLastToEnd()) {
      try {
        sections.close();
      } catch (IOException | RuntimeException e) {
        LOG.debug("Closing what was read ahead failed", e);
      }
      allEnded();
    }
  }

  private synchronized boolean isLastToEnd() {
    if (running > 1) {
      running--;
      return false;
    }
    return true;
  }

  private synchronized void allEnded() {
    running = 0;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (closed) {
      throw new IOException("The stream is closed");
    }
    try {
      return length == 0 ? 0 : take(target, offset, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while reading");
    }
  }

  private int take(byte[] target, int offset, int length) throws IOException, InterruptedException {
    while (true) {
      AheadBuffer buffer = buffer(section);
      int count = buffer.take(target, offset, length);
      if (count > 0) {
        return count;
      }
      rethrow(buffer.failure());
      if (buffer.isLast()) {
        return -1;
      }
      buffer.release();
      section++;
    }
  }

  private static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    boolean interrupted = Thread.interrupted();
    try {
      awaitEnd();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitEnd() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    for (long left = PATIENCE_NANOS; running > 0 && left > 0; left = deadline - System.nanoTime()) {
      wait(left / NANOS_PER_MILLI + 1);
    }
  }

  /** A stream cut into as many sections as it happens to fill buffers. */
  private static final class OneStream implements Sections {
    private final InputStream in;
    private boolean ended;

    OneStream(InputStream in) {
      this.in = in;
    }

    @Override
    public @Nullable InputStream open(long number) {
      return ended ? null : new Section();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    private final class Section extends InputStream {
      @Override
      public int read() throws IOException {
        byte[] next = new byte[1];
        return read(next, 0, 1) < 0 ? -1 : next[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        ended = count < 0;
        return count;
      }
    }
  }
}
