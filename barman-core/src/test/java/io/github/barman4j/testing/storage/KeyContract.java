/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of unusual text: each is stored under exactly itself, or refused. */
abstract class KeyContract extends ContractGroup {

  private static final List<String> EMPTY_NAMES = List.of("/a", "a//b", "a///b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        " leading",
        "trailing ",
        "a+b",
        "a%2Fb",
        "100%",
        "a#b",
        "a?b=c&d",
        "quote'\"",
        "semi;colon:",
        "a=b,c",
        "<tag>&amp;",
        "{brace}[bracket]",
        "tab\tin",
        "~tilde",
        ".hidden",
        "..two",
        "dots...",
        "ümlaut/é",
        "中文/键",
        "\uD83D\uDE00/x",
        "e\u0301",
        "*star|pipe"
      })
  void aKeyIsStoredAsItIs(String text) throws IOException {
    ObjectKey key = ObjectKey.of(text);
    byte[] content = bytes(20, text.hashCode());
    put(key, content);
    assertHolds(key, content);
    assertThat(keys(ListRequest.prefix(""))).containsExactly(text);
    assertThat(keys(ListRequest.prefix(text))).containsExactly(text);
    store().delete(List.of(key)).throwIfIncomplete();
    assertAbsent(key);
  }

  @Test
  void keysThatLookAlikeAreDifferentObjects() throws IOException {
    List<String> texts = List.of("a b", "a+b", "a%20b", "A b", "e\u0301", "\u00e9");
    for (String text : texts) {
      put(text, bytes(10, text.hashCode()));
    }
    for (String text : texts) {
      assertHolds(ObjectKey.of(text), bytes(10, text.hashCode()));
    }
    assertThat(keys(ListRequest.prefix(""))).hasSameSizeAs(texts);
  }

  @Test
  void aLongKeyIsStored() throws IOException {
    ObjectKey key = ObjectKey.of(("n".repeat(200) + "/").repeat(4) + "n".repeat(200));
    put(key, OLD);
    assertHolds(key, OLD);
  }

  @Test
  void emptyNamesAreKept() throws IOException {
    assumeTrue(store().capabilities().emptyNames(), "the store has no empty names");
    for (String text : EMPTY_NAMES) {
      put(text, bytes(10, text.hashCode()));
    }
    for (String text : EMPTY_NAMES) {
      assertHolds(ObjectKey.of(text), bytes(10, text.hashCode()));
    }
    assertThat(keys(ListRequest.prefix(""))).containsExactly("/a", "a///b", "a//b");
  }

  @Test
  void emptyNamesAreRefusedWhereTheyAreMissing() throws IOException {
    assumeFalse(store().capabilities().emptyNames(), "the store has empty names");
    for (String text : EMPTY_NAMES) {
      assertThatThrownBy(() -> put(text, OLD))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(text);
    }
    assertThat(keys(ListRequest.prefix(""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/../x", "a/../../x", "..", ".", "./x", "a/.", "a/./x", "a/..", "a\\b"})
  void aKeyThatLooksLikeAPathIsStoredAsItIsOrRefused(String text) throws IOException {
    ObjectKey key = ObjectKey.of(text);
    try {
      store().put(key, ObjectBody.of(OLD), PutOptions.overwrite());
    } catch (IllegalArgumentException | ObjectStoreException refused) {
      assertThat(refused).hasMessageContaining(text);
      assertThat(keys(ListRequest.prefix(""))).isEmpty();
      return;
    }
    assertHolds(key, OLD);
    assertThat(keys(ListRequest.prefix(""))).containsExactly(text);
  }
}
