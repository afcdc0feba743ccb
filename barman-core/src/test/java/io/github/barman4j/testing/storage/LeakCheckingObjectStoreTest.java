/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class LeakCheckingObjectStoreTest extends ObjectStoreContract {

  private static final ObjectKey KEY = ObjectKey.of("leaky");

  private final LeakCheckingObjectStore store =
      new LeakCheckingObjectStore(new MemoryObjectStore("m"));

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new WrappedMemoryFixture(LeakCheckingObjectStore::new);
  }

  @Test
  void whatIsLeftOpenFailsTheCloseAndShowsWhereItWasOpened() throws IOException {
    store.put(KEY, out -> {}, PutOptions.overwrite());
    try (ObjectContent leaked = store.get(KEY, GetOptions.all())) {
      assertThat(store.openStreams()).isOne();
      assertThatThrownBy(store::close)
          .isInstanceOf(AssertionError.class)
          .satisfies(leak -> assertThat(leak.getSuppressed()[0]).hasMessageContaining("leaky"))
          .satisfies(
              leak ->
                  assertThat(leak.getSuppressed()[0].getStackTrace())
                      .anyMatch(frame -> frame.getClassName().equals(getClass().getName())));
      assertThat(leaked.metadata().key()).isEqualTo(KEY);
    }
    store.close();
  }
}
