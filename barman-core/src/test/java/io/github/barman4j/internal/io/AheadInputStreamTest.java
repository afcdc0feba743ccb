/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One stream that a thread reads ahead of another. */
@Timeout(60)
class AheadInputStreamTest {

  private static final int BUFFERS = 3;
  private static final int BUFFER = 1000;

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static AheadInputStream ahead(InputStream in) {
    return AheadInputStream.of(in, BUFFERS, BUFFER);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1000, 1001, 3000, 3001, 123_456})
  void everyByteArrivesInOrder(int size) throws IOException {
    try (InputStream in = ahead(new ByteArrayInputStream(content(size)))) {
      assertThat(in.readAllBytes()).isEqualTo(content(size));
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[7])).isEqualTo(-1);
    }
  }

  @Test
  void bytesOneByOneAreTheSame() throws IOException {
    byte[] content = content(5_000);
    try (InputStream in = ahead(new ByteArrayInputStream(content))) {
      for (byte expected : content) {
        assertThat(in.read()).isEqualTo(expected & 0xFF);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void noMoreIsReadAheadThanFitsIntoTheBuffers() throws IOException {
    AtomicLong taken = new AtomicLong();
    InputStream watched = new Watched(new ByteArrayInputStream(content(100_000)), taken);
    try (InputStream in = ahead(watched)) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        taken.incrementAndGet();
      }
    }
    assertThat(taken).hasValue(100_000);
  }

  @Test
  void aFailureIsThrownBehindAllThatCameBeforeItAndAgain() throws IOException {
    IOException failure = new IOException("the line is cut");
    try (InputStream in = ahead(new Failing(content(2_500), failure))) {
      assertThat(in.readNBytes(2_500)).isEqualTo(content(2_500));
      assertThatThrownBy(in::read).isSameAs(failure);
      assertThatThrownBy(in::read).isSameAs(failure);
    }
  }

  @Test
  void uncheckedFailuresAndErrorsPassToo() throws IOException {
    for (Throwable failure :
        new Throwable[] {new IllegalStateException(), new StackOverflowError()}) {
      try (InputStream in = ahead(new Failing(content(10), failure))) {
        assertThatThrownBy(in::readAllBytes).isSameAs(failure);
      }
    }
  }

  @Test
  void closingClosesTheSourceOnceAtTheEndOrBefore() throws IOException {
    for (int read : new int[] {0, 10, 50_000}) {
      AtomicInteger closed = new AtomicInteger();
      AheadInputStream in = ahead(new CountingClose(content(50_000), closed));
      in.readNBytes(read);
      in.close();
      in.close();
      assertThat(closed).hasValue(1);
    }
  }

  @Test
  void closingInterruptsAReadThatHangsAndClosesWhatItRead() throws Exception {
    Hanging source = new Hanging();
    AheadInputStream in = ahead(source);
    source.reads.await();
    in.close();
    assertThat(source.closed.getCount()).isZero();
  }

  @Test
  void aClosedStreamIsNotRead() {
    AheadInputStream in = ahead(new ByteArrayInputStream(content(10)));
    in.close();
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
  }

  /** Fails when it is read too far ahead of what was taken. */
  private static final class Watched extends FilterInputStream {
    private final AtomicLong taken;
    private long read;

    Watched(InputStream in, AtomicLong taken) {
      super(in);
      this.taken = taken;
    }

    @Override
    public int read(byte @Nullable [] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, Math.min(length, 333));
      read += Math.max(0, count);
      // The byte being counted may have been given but not counted yet.
      if (read > taken.get() + 1 + BUFFERS * BUFFER) {
        throw new IOException("read " + read + " when " + taken + " were taken");
      }
      return count;
    }
  }

  private static final class Failing extends ByteArrayInputStream {
    private final Throwable failure;

    Failing(byte[] content, Throwable failure) {
      super(content);
      this.failure = failure;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      int count = super.read(target, offset, length);
      if (count < 0) {
        throw sneaky(failure);
      }
      return count;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
      throw (T) failure;
    }
  }

  private static final class CountingClose extends ByteArrayInputStream {
    private final AtomicInteger closed;

    CountingClose(byte[] content, AtomicInteger closed) {
      super(content);
      this.closed = closed;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static final class Hanging extends InputStream {
    private final CountDownLatch reads = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read() throws IOException {
      reads.countDown();
      try {
        closed.await();
        return -1;
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
