/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import io.github.barman4j.testing.storage.WrappedMemoryFixture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrefixObjectStoreTest extends ObjectStoreContract {

  private final ObjectStore memory = new MemoryObjectStore("m");

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new WrappedMemoryFixture(store -> new PrefixObjectStore(store, "some/prefix"));
  }

  private static void write(ObjectStore store, String key) throws IOException {
    store.put(ObjectKey.of(key), ObjectBody.of(key), PutOptions.overwrite());
  }

  private static List<String> keys(ObjectStore store) throws IOException {
    return store.list(ListRequest.prefix("")).objects().stream()
        .map(object -> object.key().value())
        .toList();
  }

  @Test
  void onlyWhatIsUnderThePrefixIsSeen() throws IOException {
    ObjectStore below = new PrefixObjectStore(memory, "a/b/");
    write(memory, "a/x");
    write(memory, "a/bc");
    write(memory, "a/b/");
    write(memory, "a/b/1");
    write(below, "2");
    assertThat(keys(below)).containsExactly("1", "2");
    assertThat(keys(memory)).contains("a/b/1", "a/b/2");
  }

  @Test
  void theLocationNamesThePrefix() {
    assertThat(new PrefixObjectStore(memory, "a/b c/").location()).hasToString("memory:m/a/b%20c");
  }

  @Test
  void closingLeavesTheStoreBehindOpen() throws IOException {
    new PrefixObjectStore(memory, "a").close();
    assertThat(keys(memory)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a"})
  void aPrefixWithoutANameIsRefused(String prefix) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PrefixObjectStore(memory, prefix));
  }
}
