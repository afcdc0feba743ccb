/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The end of a store's life, and what it says of itself. */
abstract class CloseContract extends ContractGroup {

  @Test
  void aClosedStoreRefusesEverything() throws IOException {
    put(KEY, OLD);
    boolean tags = store().capabilities().tags();
    store().close();
    AtomicBoolean asked = new AtomicBoolean();
    assertClosed(() -> store().put(KEY, out -> asked.set(true), PutOptions.overwrite()));
    assertThat(asked).isFalse();
    assertClosed(() -> store().get(KEY, GetOptions.all()));
    assertClosed(() -> store().head(KEY));
    assertClosed(() -> store().list(ListRequest.prefix("")));
    assertClosed(() -> store().delete(List.of(KEY)));
    assertClosed(() -> store().copy(KEY, ObjectKey.of("copy"), PutOptions.overwrite()));
    if (tags) {
      assertClosed(() -> store().tags(KEY));
      assertClosed(() -> store().replaceTags(KEY, ObjectTags.EMPTY));
    }
  }

  private void assertClosed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(store().location().toString());
  }

  @Test
  void closingTwiceDoesNothing() {
    store().close();
    store().close();
    assertClosed(() -> store().head(KEY));
  }

  @Test
  void aStoreSaysWhereItIsEvenWhenClosed() throws IOException {
    URI before = store().location();
    store().put(KEY, ObjectBody.of(OLD), PutOptions.overwrite());
    store().close();
    assertThat(store().location()).isEqualTo(before);
    assertThat(before.getScheme()).isNotEmpty();
    assertThat(before.getQuery()).isNull();
  }

  @Test
  void theLimitsAStoreStatesArePositive() {
    assertThat(store().capabilities().maxObjectSize()).isPositive();
    assertThat(store().capabilities().maxParts()).isPositive();
    assertThat(store().capabilities().maxDeleteBatch()).isPositive();
  }
}
