/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every back end over a network says of a write whose answer was lost: what was done is never
 * said to have failed. It works against a server that can be told to misbehave.
 */
@Timeout(60)
public abstract class LostAnswerContract {

  private static final ObjectKey KEY = ObjectKey.of("srv/x");

  private Script script;

  /** A server that does something else than answer the request that makes an object visible. */
  public interface Script extends AutoCloseable {

    /** Returns the store on the server, which tries again at least once. */
    ObjectStore store();

    /** Has the next write denied. */
    void deny();

    /** Has the next write done, its answer lost, and its repetition denied. */
    void loseAnswerThenDeny();

    /** Has the next write done, its answer lost, and the server gone. */
    void loseAnswerThenVanish();

    /** Ends the server. */
    void vanish();

    @Override
    void close();
  }

  /** Starts a server, and a store on it. */
  protected abstract Script start() throws IOException;

  @BeforeEach
  final void open() throws IOException {
    script = start();
  }

  @AfterEach
  final void close() {
    script.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 12 << 20})
  void aWriteThatIsRepeatedAndDeniedIsFoundToHaveHappened(int size) throws IOException {
    script.loseAnswerThenDeny();
    put(size);
    try (ObjectContent held = script.store().get(KEY, GetOptions.all())) {
      assertThat(held.stream().readAllBytes()).isEqualTo(bytes(size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 12 << 20})
  void aWriteThatWasSentBeforeTheStoreWentAwayIsNotSaidToHaveFailed(int size) {
    script.loseAnswerThenVanish();
    assertThatThrownBy(() -> put(size)).isInstanceOf(WriteOutcomeUnknownException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 12 << 20})
  void aWriteThatIsDeniedAtOnceHasFailed(int size) {
    script.deny();
    assertThatThrownBy(() -> put(size)).isInstanceOf(StoreAccessDeniedException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 12 << 20})
  void aWriteThatNeverFoundTheStoreHasFailed(int size) {
    script.vanish();
    assertThatThrownBy(() -> put(size))
        .isInstanceOf(ObjectStoreException.class)
        .isNotInstanceOf(WriteOutcomeUnknownException.class);
  }

  private void put(int size) throws IOException {
    script.store().put(KEY, ObjectBody.of(bytes(size)), PutOptions.ifAbsent());
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
