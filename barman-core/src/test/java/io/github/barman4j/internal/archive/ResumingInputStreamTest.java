/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static io.github.barman4j.storage.filter.StoreOperation.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.testing.storage.LeakCheckingObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading on where a connection broke, or saying why not. */
class ResumingInputStreamTest {

  private static final ObjectKey KEY = ObjectKey.of("main/base/20310506T070809/data.tar");
  private static final int SIZE = 100_000;

  private final MemoryObjectStore memory = new MemoryObjectStore("resume");
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

  private InputStream open() throws IOException {
    return new ResumingInputStream(store, KEY, Duration.ofMillis(1));
  }

  private byte[] readAll() throws IOException {
    try (InputStream in = open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void aConnectionThatBreaksAgainAndAgainDeliversEveryByteOnce() throws IOException {
    store.inject(Fault.breakGetAfter(7001));
    assertThat(readAll()).isEqualTo(content);
    assertThat(store.count(GET)).isEqualTo(1 + SIZE / 7001);
  }

  @Test
  void anAnswerThatEndsEarlyWithoutAnErrorIsReadOnToo() throws IOException {
    store.inject(Fault.truncateGetAfter(30_000));
    assertThat(readAll()).isEqualTo(content);
  }

  @Test
  void bytesOneByOneAreTheSame() throws IOException {
    store.inject(Fault.breakGetAfter(40_000));
    try (InputStream in = open()) {
      for (byte expected : content) {
        assertThat(in.read()).isEqualTo(expected & 0xFF);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void anOutageInTheMiddleIsWaitedFor() throws IOException {
    store.inject(Fault.breakGetAfter(30_000).times(1));
    store.inject(Fault.unavailable().on(GET).fromCall(2).times(3));
    assertThat(readAll()).isEqualTo(content);
  }

  @Test
  void anOutageThatDoesNotEndIsAnErrorThatSaysWhere() {
    store.inject(Fault.breakGetAfter(30_000).times(1));
    store.inject(Fault.unavailable().on(GET).fromCall(2));
    assertThatThrownBy(this::readAll)
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("broke at byte 30000 of 100000")
        .hasMessageContaining(KEY.value())
        .hasMessageContaining("503");
  }

  @Test
  void aConnectionThatBreaksWithoutAnyByteIsGivenUp() {
    store.inject(Fault.breakGetAfter(0));
    assertThatThrownBy(this::readAll)
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("broke at byte 0");
    assertThat(store.count(GET)).isEqualTo(5);
  }

  @Test
  void anObjectThatWasReplacedMeanwhileIsNeverMixedIn() throws IOException {
    store.inject(Fault.breakGetAfter(30_000).times(1));
    try (InputStream in = open()) {
      in.readNBytes(30_000);
      memory.put(KEY, ObjectBody.of(new byte[SIZE]), PutOptions.overwrite());
      assertThatThrownBy(in::read).isInstanceOf(PreconditionFailedException.class);
    }
  }

  @Test
  void anObjectThatWasDeletedMeanwhileIsAnError() throws IOException {
    store.inject(Fault.breakGetAfter(30_000).times(1));
    try (InputStream in = open()) {
      in.readNBytes(30_000);
      memory.delete(java.util.List.of(KEY));
      assertThatThrownBy(in::read).isInstanceOf(ObjectStoreException.class);
    }
  }

  @Test
  void refusedCredentialsAreNotTriedAgain() {
    store.inject(Fault.breakGetAfter(30_000).times(1));
    store.inject(Fault.accessDenied().on(GET).fromCall(2));
    assertThatThrownBy(this::readAll).isInstanceOf(StoreAccessDeniedException.class);
    assertThat(store.count(GET)).isEqualTo(2);
  }

  @Test
  void anInterruptedThreadDoesNotTryAgain() throws IOException {
    store.inject(Fault.breakGetAfter(30_000));
    try (InputStream in = open()) {
      in.readNBytes(30_000);
      Thread.currentThread().interrupt();
      assertThatThrownBy(in::read).hasMessageContaining("connection reset");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(store.count(GET)).isEqualTo(1);
  }
}
