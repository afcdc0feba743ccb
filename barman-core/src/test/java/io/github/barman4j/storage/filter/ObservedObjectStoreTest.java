/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import io.github.barman4j.testing.storage.WrappedMemoryFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class ObservedObjectStoreTest extends ObjectStoreContract {

  private static final ObjectKey KEY = ObjectKey.of("k");

  private final FaultInjectingObjectStore faults =
      new FaultInjectingObjectStore(new MemoryObjectStore("m"));
  private final Recorder recorder = new Recorder();
  private final ObjectStore store = new ObservedObjectStore(faults, recorder);

  @Override
  protected ObjectStoreFixture open(TestInfo test) {
    return new WrappedMemoryFixture(
        memory -> new ObservedObjectStore(memory, new StoreListener() {}));
  }

  @Test
  void eachCallIsToldWithItsBytes() throws IOException {
    store.put(KEY, ObjectBody.of("12345"), PutOptions.overwrite());
    try (ObjectContent content = store.get(KEY, GetOptions.all())) {
      content.stream().readNBytes(3);
      assertThat(recorder.told).as("a get ends when it is closed").hasSize(1);
    }
    store.head(KEY);
    store.list(ListRequest.prefix("k"));
    store.delete(List.of(KEY, ObjectKey.of("other")));
    assertThat(recorder.told)
        .containsExactly("PUT k 1 5", "GET k 1 3", "HEAD k 1 0", "LIST k 1 0", "DELETE k 2 0");
  }

  @Test
  void aFailureIsToldWithItsCause() {
    assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store.get(KEY, GetOptions.all()))
        .isInstanceOf(ObjectNotFoundException.class);
    assertThat(recorder.told)
        .containsExactly("HEAD k 1 0 ObjectNotFoundException", "GET k 1 0 ObjectNotFoundException");
  }

  @Test
  void aPutThatBreaksIsToldWithTheBytesItTook() {
    faults.inject(Fault.breakPutAfter(3));
    ObjectBody body =
        out -> {
          out.write(new byte[2]);
          out.write(new byte[2]);
        };
    assertThatThrownBy(() -> store.put(KEY, body, PutOptions.overwrite()))
        .isInstanceOf(IOException.class);
    assertThat(recorder.told).containsExactly("PUT k 1 2 ObjectStoreException");
  }

  @Test
  void aReadThatBreaksIsTold() throws IOException {
    store.put(KEY, ObjectBody.of("12345"), PutOptions.overwrite());
    faults.inject(Fault.breakGetAfter(2));
    try (ObjectContent content = store.get(KEY, GetOptions.all())) {
      assertThatThrownBy(() -> content.stream().readAllBytes()).isInstanceOf(IOException.class);
    }
    assertThat(recorder.told).contains("GET k 1 2 IOException");
  }

  @Test
  void aDeleteOfWhichAKeyFailsIsAFailure() throws IOException {
    faults.inject(Fault.accessDenied().keys("b"::equals));
    store.delete(List.of(ObjectKey.of("a"), ObjectKey.of("b")));
    assertThat(recorder.told).containsExactly("DELETE a 2 0 StoreAccessDeniedException");
  }

  @Test
  void whatAListenerThrowsIsSwallowed() throws IOException {
    StoreListener broken =
        new StoreListener() {
          @Override
          public void succeeded(StoreCall call) {
            throw new IllegalStateException("a broken listener");
          }
        };
    ObjectStore observed = new ObservedObjectStore(faults, broken);
    observed.put(KEY, ObjectBody.of("1"), PutOptions.overwrite());
    assertThat(observed.head(KEY).size()).isEqualTo(1);
  }

  private static final class Recorder implements StoreListener {
    private final List<String> told = new ArrayList<>();

    @Override
    public void succeeded(StoreCall call) {
      told.add(call.operation() + " " + call.subject() + " " + call.objects() + " " + call.bytes());
      assertThat(call.duration()).isPositive();
    }

    @Override
    public void failed(StoreCall call, Throwable failure) {
      succeeded(call);
      int last = told.size() - 1;
      told.set(last, told.get(last) + " " + failure.getClass().getSimpleName());
    }
  }
}
