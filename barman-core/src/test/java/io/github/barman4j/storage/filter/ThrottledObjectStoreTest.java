/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import io.github.barman4j.testing.storage.WrappedMemoryFixture;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class ThrottledObjectStoreTest extends ObjectStoreContract {

  private static final ObjectKey KEY = ObjectKey.of("k");
  private static final double SECOND = 1e9;

  private final AtomicLong now = new AtomicLong();
  private final ObjectStore memory = new MemoryObjectStore("m");

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new WrappedMemoryFixture(store -> new ThrottledObjectStore(store, 1L << 40));
  }

  private ObjectStore throttled(long bytesPerSecond) {
    return new ThrottledObjectStore(
        memory, new Bandwidth(bytesPerSecond, now::get, nanos -> now.addAndGet(nanos)));
  }

  @Test
  void writesTakeTheTimeThatTheLimitGives() throws IOException {
    throttled(1000).put(KEY, ObjectBody.of(new byte[10_000]), PutOptions.overwrite());
    assertThat(now.get() / SECOND).isCloseTo(10, within(0.1));
  }

  @Test
  void readsTakeTheTimeThatTheLimitGives() throws IOException {
    memory.put(KEY, ObjectBody.of(new byte[100_000]), PutOptions.overwrite());
    ObjectStores.read(throttled(50_000), KEY, 100_000);
    assertThat(now.get() / SECOND).isCloseTo(2, within(0.1));
  }

  @Test
  void readsAndWritesShareTheLimit() throws IOException {
    ObjectStore store = throttled(1000);
    store.put(KEY, ObjectBody.of(new byte[2000]), PutOptions.overwrite());
    store.put(ObjectKey.of("l"), ObjectBody.of(new byte[3000]), PutOptions.overwrite());
    ObjectStores.read(store, KEY, 2000);
    assertThat(now.get() / SECOND).isCloseTo(7, within(0.2));
  }

  @Test
  void timeThatPassedUnusedIsNotSaved() throws IOException {
    ObjectStore store = throttled(1000);
    now.addAndGet(3_600_000_000_000L);
    long begin = now.get();
    store.put(KEY, ObjectBody.of(new byte[5000]), PutOptions.overwrite());
    assertThat((now.get() - begin) / SECOND).isCloseTo(5, within(0.1));
  }

  @Test
  void waitingEndsWithAnInterruptAndNothingIsWritten() throws IOException {
    ObjectStore store = new ThrottledObjectStore(memory, 1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.put(KEY, ObjectBody.of(new byte[1000]), PutOptions.overwrite()))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(memory.list(ListRequest.prefix("")).objects()).isEmpty();
  }

  @Test
  void aLimitBelowOneBytePerSecondIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ThrottledObjectStore(memory, 0));
  }
}
