/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.internal.archive.LargeObjectInputStream.Pace;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.testing.storage.LeakCheckingObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One object read in several ranges at once, through everything a store does meanwhile. */
@Timeout(60)
class LargeObjectInputStreamTest {

  private static final ObjectKey KEY = ObjectKey.of("main/base/20310506T070809/data.tar");
  private static final int RANGE = 1 << 20;
  private static final int MEMORY = 4 * RANGE;
  private static final int SIZE = 11 * RANGE / 2;

  private final MemoryObjectStore memory = new MemoryObjectStore("ranges");
  private final LeakCheckingObjectStore leaks = new LeakCheckingObjectStore(memory);
  private final FaultInjectingObjectStore store = new FaultInjectingObjectStore(leaks);
  private final byte[] content = new byte[SIZE];

  @BeforeEach
  void put() throws IOException {
    new Random(1).nextBytes(content);
    memory.put(KEY, ObjectBody.of(content), PutOptions.overwrite());
  }

  @AfterEach
  void nothingIsOpen() {
    leaks.assertNothingOpen();
  }

  /** Reads one range in one request, and the rest in ranges. */
  private InputStream open() throws IOException {
    return new LargeObjectInputStream(store, KEY, MEMORY, new Pace(RANGE, Double.MAX_VALUE));
  }

  private byte[] readAll() throws IOException {
    try (InputStream in = open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void aSlowObjectIsReadInRangesAndArrivesWhole() throws IOException {
    assertThat(readAll()).isEqualTo(content);
    assertThat(store.count(GET)).isEqualTo(1 + 5);
  }

  @Test
  void anObjectOfWholeRangesHasNoEmptyOneBehindThem() throws IOException {
    byte[] whole = Arrays.copyOf(content, 5 * RANGE);
    memory.put(KEY, ObjectBody.of(whole), PutOptions.overwrite());
    assertThat(readAll()).isEqualTo(whole);
    assertThat(store.count(GET)).isEqualTo(1 + 4);
  }

  @Test
  void aFastObjectIsOneRequest() throws IOException {
    try (InputStream in = new LargeObjectInputStream(store, KEY, MEMORY, new Pace(RANGE, 1))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(store.count(GET)).isEqualTo(1);
  }

  @Test
  void aSmallRestIsNotCutIntoRanges() throws IOException {
    Pace late = new Pace(SIZE - 2 * RANGE, Double.MAX_VALUE);
    try (InputStream in = new LargeObjectInputStream(store, KEY, MEMORY, late)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(store.count(GET)).isEqualTo(1);
  }

  @Test
  void withoutMemoryForTwoRangesItIsOneRequest() throws IOException {
    Pace slow = new Pace(RANGE, Double.MAX_VALUE);
    try (InputStream in = new LargeObjectInputStream(store, KEY, 2 * RANGE - 1, slow)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(store.count(GET)).isEqualTo(1);
  }

  @Test
  void noMoreRangesAreReadAtOnceThanThereIsMemoryFor() throws Exception {
    store.inject(Fault.hang().on(GET).fromCall(2));
    Pace slow = new Pace(RANGE, Double.MAX_VALUE);
    try (InputStream in = new LargeObjectInputStream(store, KEY, 3 * RANGE, slow)) {
      in.readNBytes(RANGE);
      while (store.count(GET) < 1 + 3) {
        Thread.sleep(1);
      }
      Thread.sleep(20);
    }
    assertThat(store.count(GET)).isEqualTo(1 + 3);
  }

  @Test
  void everyRangeIsReadOnWhereItsConnectionBreaks() throws IOException {
    store.inject(Fault.breakGetAfter(300_000));
    assertThat(readAll()).isEqualTo(content);
  }

  @Test
  void anAnswerThatEndsEarlyIsReadOn() throws IOException {
    store.inject(Fault.truncateGetAfter(700_000));
    assertThat(readAll()).isEqualTo(content);
  }

  @Test
  void anOutageIsWaitedForWhereverItComes() throws IOException {
    store.inject(Fault.unavailable().on(GET).fromCall(3).times(3));
    assertThat(readAll()).isEqualTo(content);
  }

  @Test
  void aRangeThatFailsIsThrownBehindAllThatIsBeforeIt() throws IOException {
    ObjectStore refusing = new RefusingRange(3 * RANGE);
    Pace slow = new Pace(RANGE, Double.MAX_VALUE);
    try (InputStream in = new LargeObjectInputStream(refusing, KEY, MEMORY, slow)) {
      assertThat(in.readNBytes(3 * RANGE)).isEqualTo(Arrays.copyOf(content, 3 * RANGE));
      assertThatThrownBy(in::read).isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(in::read).isInstanceOf(StoreAccessDeniedException.class);
    }
  }

  @Test
  void anObjectThatWasReplacedMeanwhileIsNeverMixedIn() throws IOException {
    try (InputStream in = open()) {
      in.readNBytes(RANGE);
      memory.put(KEY, ObjectBody.of(new byte[SIZE]), PutOptions.overwrite());
      assertThatThrownBy(in::readAllBytes).isInstanceOf(PreconditionFailedException.class);
    }
  }

  @Test
  void anAbsentObjectIsNotOpened() throws IOException {
    memory.delete(List.of(KEY));
    assertThatThrownBy(this::open).isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void closingEarlyClosesWhatIsBeingRead() throws IOException {
    for (int read : new int[] {0, 1, RANGE, 2 * RANGE}) {
      InputStream in = open();
      assertThat(in.readNBytes(read)).isEqualTo(Arrays.copyOf(content, read));
      in.close();
      leaks.assertNothingOpen();
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
    }
  }

  @Test
  void closingEndsRangesThatHang() throws IOException {
    store.inject(Fault.hang().on(GET).fromCall(2));
    InputStream in = open();
    assertThat(in.readNBytes(RANGE)).hasSize(RANGE);
    in.close();
    leaks.assertNothingOpen();
  }

  @Test
  void anInterruptEndsTheWaitAndStaysSet() throws IOException {
    store.inject(Fault.hang().on(GET).fromCall(2));
    try (InputStream in = open()) {
      in.readNBytes(RANGE);
      Thread.currentThread().interrupt();
      assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** Refuses the range that begins at an offset. */
  private final class RefusingRange extends ForwardingObjectStore {
    private final long refused;

    RefusingRange(long refused) {
      super(leaks);
      this.refused = refused;
    }

    @Override
    public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
      if (options.range() != null && options.range().offset() == refused) {
        throw new StoreAccessDeniedException("403 for the range at " + refused, null);
      }
      return super.get(key, options);
    }
  }
}
