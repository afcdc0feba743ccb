/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Writing on a condition. */
abstract class ConditionalPutContract extends ContractGroup {

  private static final int WRITERS = 6;

  private void needConditionalCreate() {
    assumeTrue(store().capabilities().conditionalCreate(), "the store has no conditional create");
  }

  private void needConditionalUpdate() {
    assumeTrue(store().capabilities().conditionalUpdate(), "the store has no conditional update");
  }

  @Test
  void createWritesWhereNothingIs() throws IOException {
    needConditionalCreate();
    for (int size : new int[] {0, 100, 5 * part() / 2}) {
      store().delete(List.of(KEY)).throwIfIncomplete();
      store().put(KEY, ObjectBody.of(bytes(size, 1)), PutOptions.ifAbsent());
      assertHolds(KEY, bytes(size, 1));
    }
  }

  @Test
  void createRefusesToReplace() throws IOException {
    needConditionalCreate();
    put(KEY, OLD);
    for (int size : new int[] {0, 100, 5 * part() / 2}) {
      assertThatThrownBy(
              () -> store().put(KEY, ObjectBody.of(bytes(size, 2)), PutOptions.ifAbsent()))
          .isInstanceOf(ObjectAlreadyExistsException.class)
          .hasMessageContaining(KEY.value())
          .hasMessageContaining(store().location().toString());
      assertHolds(KEY, OLD);
    }
  }

  @Test
  void exactlyOneOfRacingCreatorsWins() throws Exception {
    needConditionalCreate();
    assertOneCreatorWins(100);
  }

  @Test
  void exactlyOneOfRacingCreatorsOfSeveralPartsWins() throws Exception {
    needConditionalCreate();
    assertOneCreatorWins(3 * part() / 2);
  }

  private void assertOneCreatorWins(int size) throws Exception {
    List<Object> outcomes = race(writers(size, PutOptions.ifAbsent()));
    List<Integer> winners = winners(outcomes, ObjectAlreadyExistsException.class);
    assertThat(winners).as("winners of %s", outcomes).hasSize(1);
    assertHolds(KEY, bytes(size, winners.get(0)));
  }

  private List<Callable<Object>> writers(int size, PutOptions options) {
    List<Callable<Object>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      byte[] content = bytes(size, i);
      writers.add(() -> store().put(KEY, ObjectBody.of(content), options));
    }
    return writers;
  }

  private static List<Integer> winners(List<Object> outcomes, Class<?> defeat) {
    List<Integer> winners = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof ObjectMetadata) {
        winners.add(i);
      } else {
        assertThat(outcomes.get(i)).isInstanceOf(defeat);
      }
    }
    return winners;
  }

  @Test
  void updateReplacesTheVersionNamed() throws IOException {
    needConditionalUpdate();
    ObjectMetadata first = put(KEY, OLD);
    ObjectMetadata second = store().put(KEY, ObjectBody.of(bytes(9, 2)), ifMatch(first.etag()));
    assertHolds(KEY, bytes(9, 2));
    store().put(KEY, ObjectBody.of(bytes(5 * part() / 2, 3)), ifMatch(second.etag()));
    assertHolds(KEY, bytes(5 * part() / 2, 3));
  }

  @Test
  void updateRefusesToReplaceAnotherVersion() throws IOException {
    needConditionalUpdate();
    ObjectMetadata first = put(KEY, bytes(10, 1));
    put(KEY, OLD);
    for (int size : new int[] {100, 5 * part() / 2}) {
      assertPreconditionFails(size, first.etag());
      assertHolds(KEY, OLD);
    }
  }

  @Test
  void updateRefusesToCreate() throws IOException {
    needConditionalUpdate();
    ObjectMetadata gone = put(KEY, OLD);
    store().delete(List.of(KEY)).throwIfIncomplete();
    assertPreconditionFails(100, gone.etag());
    assertAbsent(KEY);
  }

  @Test
  void exactlyOneOfRacingUpdatesWins() throws Exception {
    needConditionalUpdate();
    ObjectMetadata first = put(KEY, OLD);
    List<Object> outcomes = race(writers(100, ifMatch(first.etag())));
    List<Integer> winners = winners(outcomes, PreconditionFailedException.class);
    assertThat(winners).as("winners of %s", outcomes).hasSize(1);
    assertHolds(KEY, bytes(100, winners.get(0)));
  }

  private void assertPreconditionFails(int size, String etag) {
    assertThatThrownBy(() -> store().put(KEY, ObjectBody.of(bytes(size, 5)), ifMatch(etag)))
        .isInstanceOf(PreconditionFailedException.class)
        .hasMessageContaining(KEY.value())
        .hasMessageContaining(store().location().toString());
  }

  private static PutOptions ifMatch(String etag) {
    return PutOptions.overwrite().withCondition(WriteCondition.ifMatch(etag));
  }

  @Test
  void createIsRefusedBeforeIoWhereItIsMissing() {
    assumeFalse(store().capabilities().conditionalCreate(), "the store has conditional create");
    assertRefusedBeforeIo(PutOptions.ifAbsent());
  }

  @Test
  void updateIsRefusedBeforeIoWhereItIsMissing() {
    assumeFalse(store().capabilities().conditionalUpdate(), "the store has conditional update");
    assertRefusedBeforeIo(ifMatch("some-etag"));
  }

  private void assertRefusedBeforeIo(PutOptions options) {
    AtomicBoolean asked = new AtomicBoolean();
    assertThatThrownBy(() -> store().put(KEY, out -> asked.set(true), options))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(asked).isFalse();
  }
}
