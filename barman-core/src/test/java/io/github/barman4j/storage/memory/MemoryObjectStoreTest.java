/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import io.github.barman4j.testing.storage.WrappedMemoryFixture;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class MemoryObjectStoreTest extends ObjectStoreContract {

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new WrappedMemoryFixture(memory -> memory);
  }

  @Test
  void theClockGivenSaysWhenAnObjectWasWritten() throws IOException {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    try (ObjectStore store = new MemoryObjectStore("clock", InstantSource.fixed(noon))) {
      ObjectMetadata written = store.put(ObjectKey.of("k"), out -> {}, PutOptions.overwrite());
      assertThat(written.lastModified()).isEqualTo(noon);
    }
  }

  @Test
  void aHundredThousandKeysAreListedByNavigation() throws IOException {
    try (ObjectStore store = new MemoryObjectStore("large")) {
      for (int i = 0; i < 100_000; i++) {
        ObjectKey key = ObjectKey.of(String.format("srv/wals/%016X/%024X", i / 256, i));
        store.put(key, ObjectBody.of(""), PutOptions.overwrite());
      }
      assertThat(ObjectStores.walk(store, ListRequest.prefix("srv/")).count()).isEqualTo(100_000);
      assertThat(ObjectStores.walkPrefixes(store, ListRequest.directory("srv/wals/")).count())
          .isEqualTo(100_000 / 256 + 1);
    }
  }
}
