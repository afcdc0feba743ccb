/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static io.github.barman4j.storage.filter.StoreOperation.HEAD;
import static io.github.barman4j.storage.filter.StoreOperation.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class FaultInjectingObjectStoreTest extends ObjectStoreContract {

  private static final ObjectKey KEY = ObjectKey.of("k");
  private static final byte[] CONTENT = ContractGroup.bytes(1000, 1);

  private final ObjectStore memory = new MemoryObjectStore("m");
  private final FaultInjectingObjectStore store = new FaultInjectingObjectStore(memory);

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    FaultInjectingObjectStore failing =
        new FaultInjectingObjectStore(new MemoryObjectStore("test"));
    return new ObjectStoreFixture() {
      @Override
      public ObjectStore store() {
        return failing;
      }

      @Override
      public int openUploads() {
        return 0;
      }

      @Override
      public Optional<ObjectKey> undeletable() {
        failing.inject(Fault.broken().keys("m/locked"::equals));
        return Optional.of(ObjectKey.of("m/locked"));
      }

      @Override
      public void close() {
        failing.close();
      }
    };
  }

  private void put() throws IOException {
    store.put(KEY, ObjectBody.of(CONTENT), PutOptions.overwrite());
  }

  private Optional<byte[]> stored() throws IOException {
    return ObjectStores.find(memory, KEY, 10_000);
  }

  private byte[] read() throws IOException {
    try (ObjectContent content = store.get(KEY, GetOptions.all())) {
      return content.stream().readAllBytes();
    }
  }

  @Test
  void theCallsChosenFailAndNoOthers() {
    store.inject(Fault.unavailable().on(PUT).keys("k"::equals).fromCall(2).times(2));
    List<Boolean> failed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      failed.add(catchThrowable(this::put) != null);
    }
    assertThat(failed).containsExactly(false, true, true, false, false);
    assertThat(store.count(PUT)).isEqualTo(5);
    assertThat(store.count(HEAD)).isZero();
  }

  @Test
  void anOutageMayPassAndARefusalMayNot() throws IOException {
    store.inject(Fault.unavailable().times(1));
    assertThatThrownBy(() -> store.head(KEY))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue());
    put();
    store.inject(Fault.accessDenied());
    assertThatThrownBy(() -> store.head(KEY))
        .isInstanceOfSatisfying(
            StoreAccessDeniedException.class, e -> assertThat(e.isRetryable()).isFalse());
    store.heal();
    assertThat(read()).isEqualTo(CONTENT);
  }

  @Test
  void aLostResponseLeavesTheObjectAndALostRequestDoesNot() throws IOException {
    store.inject(Fault.loseRequest().times(1));
    assertThatThrownBy(this::put).isInstanceOf(WriteOutcomeUnknownException.class);
    assertThat(stored()).isEmpty();
    store.inject(Fault.loseResponse());
    assertThatThrownBy(this::put).isInstanceOf(WriteOutcomeUnknownException.class);
    assertThat(stored()).contains(CONTENT);
  }

  @Test
  void aPutThatBreaksLeavesNothing() throws IOException {
    store.inject(Fault.breakPutAfter(999));
    assertThatThrownBy(this::put).isInstanceOf(ObjectStoreException.class);
    assertThat(stored()).isEmpty();
  }

  @Test
  void readsBreakAreTruncatedAndFlipped() throws IOException {
    put();
    store.inject(Fault.breakGetAfter(10).times(1));
    assertThatThrownBy(this::read).isInstanceOf(IOException.class);
    store.heal();
    store.inject(Fault.truncateGetAfter(10).times(1));
    assertThat(read()).isEqualTo(Arrays.copyOf(CONTENT, 10));
    store.heal();
    store.inject(Fault.flipBitAt(500).on(GET));
    byte[] flipped = CONTENT.clone();
    flipped[500] ^= 0x10;
    assertThat(read()).isEqualTo(flipped);
  }

  @Test
  void aHangEndsWithAnInterrupt() {
    store.inject(Fault.hang());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(ObjectStoreException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
