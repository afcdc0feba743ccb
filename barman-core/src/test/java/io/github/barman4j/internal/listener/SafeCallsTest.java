/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.internal.work.SafeListener;
import io.github.barman4j.restore.RestoreListener;
import io.github.barman4j.storage.filter.ObservedObjectStore;
import io.github.barman4j.storage.filter.StoreCall;
import io.github.barman4j.storage.filter.StoreListener;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a listener throws has no effect. */
class SafeCallsTest {

  static Stream<Throwable> thrown() {
    return Stream.of(
        new IllegalStateException("unchecked"),
        new IOException("checked, thrown without being declared"),
        new AssertionError("an assertion of a test"),
        new NoClassDefFoundError("a library that is missing"),
        new OutOfMemoryError("not a byte left"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aCallSwallowsWhateverIsThrown(Throwable thrown) {
    assertThatCode(() -> new SafeCalls("listener").call(() -> sneak(thrown)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void progressOfABackupGoesOn(Throwable thrown) {
    BackupListener failing =
        new BackupListener() {
          @Override
          public void onPhase(BackupPhase phase) {
            sneak(thrown);
          }
        };
    assertThatCode(() -> new Progress(failing).enter(BackupPhase.COPYING))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aRestoreGoesOn(Throwable thrown) {
    RestoreListener failing =
        new RestoreListener() {
          @Override
          public void phase(String name) {
            sneak(thrown);
          }
        };
    assertThatCode(() -> SafeListener.of(failing).phase("syncing")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void aCallOfTheStoreGoesOn(Throwable thrown) {
    StoreListener failing =
        new StoreListener() {
          @Override
          public void succeeded(StoreCall call) {
            sneak(thrown);
          }
        };
    try (ObservedObjectStore store = new ObservedObjectStore(new MemoryObjectStore("s"), failing)) {
      assertThatCode(() -> store.delete(java.util.List.of())).doesNotThrowAnyException();
    }
  }

  @Test
  void anInterruptThatTheListenerTookIsGivenBack() {
    new SafeCalls("listener").call(() -> sneak(new InterruptedException()));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptIsLeftAloneOtherwise() {
    new SafeCalls("listener").call(() -> sneak(new AssertionError()));
    assertThat(Thread.interrupted()).isFalse();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
