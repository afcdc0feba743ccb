/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Tags. */
abstract class TagsContract extends ContractGroup {

  private ObjectTags tags() {
    return ObjectTags.of(Map.of("cost-centre", fixture().tagValue(), "env", "prod", "empty", ""));
  }

  private void needTags() {
    assumeTrue(store().capabilities().tags(), "the store has no tags");
  }

  @Test
  void anObjectHasTheTagsItWasWrittenWith() throws IOException {
    needTags();
    for (int size : new int[] {0, 10, 5 * part() / 2}) {
      store().put(KEY, ObjectBody.of(bytes(size, 1)), PutOptions.overwrite().withTags(tags()));
      assertThat(store().tags(KEY)).isEqualTo(tags());
    }
  }

  @Test
  void anObjectWithoutTagsHasNone() throws IOException {
    needTags();
    put(KEY, OLD);
    assertThat(store().tags(KEY)).isEqualTo(ObjectTags.EMPTY);
  }

  @Test
  void tagsAreReplacedAndTheBytesStay() throws IOException {
    needTags();
    store().put(KEY, ObjectBody.of(OLD), PutOptions.overwrite().withTags(tags()));
    ObjectTags other = ObjectTags.of(Map.of("keep", "yes"));
    store().replaceTags(KEY, other);
    assertThat(store().tags(KEY)).isEqualTo(other);
    store().replaceTags(KEY, ObjectTags.EMPTY);
    assertThat(store().tags(KEY)).isEqualTo(ObjectTags.EMPTY);
    assertHolds(KEY, OLD);
  }

  @Test
  void anObjectThatReplacesAnotherDoesNotInheritItsTags() throws IOException {
    needTags();
    store().put(KEY, ObjectBody.of(OLD), PutOptions.overwrite().withTags(tags()));
    put(KEY, OLD);
    assertThat(store().tags(KEY)).isEqualTo(ObjectTags.EMPTY);
  }

  @Test
  void aCopyHasTheTagsOfItsOptionsAndNotOfItsSource() throws IOException {
    needTags();
    ObjectKey target = ObjectKey.of("copy");
    store().put(KEY, ObjectBody.of(OLD), PutOptions.overwrite().withTags(tags()));
    store().copy(KEY, target, PutOptions.overwrite());
    assertThat(store().tags(target)).isEqualTo(ObjectTags.EMPTY);
    ObjectTags other = ObjectTags.of(Map.of("k", "v"));
    store().copy(KEY, target, PutOptions.overwrite().withTags(other));
    assertThat(store().tags(target)).isEqualTo(other);
    assertThat(store().tags(KEY)).isEqualTo(tags());
  }

  @Test
  void tagsOfWhatIsNotThereAreNotFound() {
    needTags();
    assertThatThrownBy(() -> store().tags(KEY)).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store().replaceTags(KEY, tags()))
        .isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void tagsAreRefusedBeforeIoWhereTheyAreMissing() throws IOException {
    assumeFalse(store().capabilities().tags(), "the store has tags");
    AtomicBoolean asked = new AtomicBoolean();
    PutOptions tagged = PutOptions.overwrite().withTags(tags());
    assertUnsupported(() -> store().put(KEY, out -> asked.set(true), tagged));
    assertThat(asked).isFalse();
    assertUnsupported(() -> store().tags(KEY));
    assertUnsupported(() -> store().replaceTags(KEY, tags()));
    put(KEY, OLD);
    assertUnsupported(() -> store().copy(KEY, ObjectKey.of("copy"), tagged));
    assertAbsent(ObjectKey.of("copy"));
  }

  private static void assertUnsupported(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(UnsupportedOperationException.class);
  }
}
