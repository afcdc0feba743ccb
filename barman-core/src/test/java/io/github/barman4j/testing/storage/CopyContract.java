/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteCondition;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copying inside the store. */
abstract class CopyContract extends ContractGroup {

  private static final ObjectKey TARGET = ObjectKey.of("srv/copy of+it/é");

  @Test
  void aCopyHoldsTheSameBytesAndOutlivesItsSource() throws IOException {
    for (int size : new int[] {0, 1, 5 * part() / 2}) {
      put(KEY, bytes(size, 31));
      ObjectMetadata copy = store().copy(KEY, TARGET, PutOptions.overwrite());
      assertThat(copy.key()).isEqualTo(TARGET);
      assertThat(copy.size()).isEqualTo(size);
      assertThat(copy.etag()).isEqualTo(store().head(TARGET).etag());
      store().delete(List.of(KEY)).throwIfIncomplete();
      assertHolds(TARGET, bytes(size, 31));
    }
  }

  @Test
  void aCopyFromAnUnusualKeyIsThatObject() throws IOException {
    put(TARGET, OLD);
    store().copy(TARGET, KEY, PutOptions.overwrite());
    assertHolds(KEY, OLD);
    assertHolds(TARGET, OLD);
  }

  @Test
  void aCopyReplaces() throws IOException {
    put(KEY, OLD);
    put(TARGET, bytes(5, 5));
    store().copy(KEY, TARGET, PutOptions.overwrite());
    assertHolds(TARGET, OLD);
  }

  @Test
  void aSourceThatIsNotThereIsNotFound() throws IOException {
    assertThatThrownBy(() -> store().copy(KEY, TARGET, PutOptions.overwrite()))
        .isInstanceOf(ObjectNotFoundException.class)
        .hasMessageContaining(KEY.value());
    assertAbsent(TARGET);
  }

  @Test
  void aCopyThatMayOnlyCreateRefusesToReplace() throws IOException {
    assumeTrue(store().capabilities().conditionalCreate(), "the store has no conditional create");
    put(KEY, OLD);
    store().copy(KEY, TARGET, PutOptions.ifAbsent());
    assertHolds(TARGET, OLD);
    put(KEY, bytes(7, 7));
    assertThatThrownBy(() -> store().copy(KEY, TARGET, PutOptions.ifAbsent()))
        .isInstanceOf(ObjectAlreadyExistsException.class);
    assertHolds(TARGET, OLD);
  }

  @Test
  void aCopyThatMayOnlyUpdateRefusesAnotherVersion() throws IOException {
    assumeTrue(store().capabilities().conditionalUpdate(), "the store has no conditional update");
    put(KEY, OLD);
    String stale = put(TARGET, bytes(5, 5)).etag();
    String current = put(TARGET, bytes(6, 6)).etag();
    assertThatThrownBy(() -> store().copy(KEY, TARGET, ifMatch(stale)))
        .isInstanceOf(PreconditionFailedException.class);
    assertHolds(TARGET, bytes(6, 6));
    store().copy(KEY, TARGET, ifMatch(current));
    assertHolds(TARGET, OLD);
  }

  private static PutOptions ifMatch(String etag) {
    return PutOptions.overwrite().withCondition(WriteCondition.ifMatch(etag));
  }
}
