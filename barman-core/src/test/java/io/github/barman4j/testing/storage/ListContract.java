/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listing. */
abstract class ListContract extends ContractGroup {

  // Where '/' (2F) stands between '-', '.' (2D, 2E) and '0' (30), sorting names is not sorting
  // keys.
  private static final String[] TREE = {
    "a-b", "a.b", "a/1", "a/b/1", "a/b/2", "a/c", "a0", "b/1", "c", "d-/1", "d/1", "d/e.f/1",
    "d/e/1"
  };

  @Test
  void anEmptyStoreListsNothing() throws IOException {
    ListPage page = store().list(ListRequest.prefix(""));
    assertThat(page.objects()).isEmpty();
    assertThat(page.prefixes()).isEmpty();
    assertThat(page.nextPageToken()).isNull();
  }

  @Test
  void allKeysAreListedInOrder() throws IOException {
    putAll("d/e/1", "c", "a/b/2", "a.b", "a/1", "d/1", "a0", "a-b", "a/c", "b/1", "a/b/1");
    putAll("d-/1", "d/e.f/1");
    assertThat(keys(ListRequest.prefix(""))).containsExactly(TREE);
  }

  @Test
  void theOrderIsThatOfUtf8Bytes() throws IOException {
    putAll("\uD83D\uDE00", "z", "\uFF5E", "é", "A", "_", "中");
    assertThat(keys(ListRequest.prefix("")))
        .containsExactly("A", "_", "z", "é", "中", "\uFF5E", "\uD83D\uDE00");
  }

  @Test
  void aPrefixSelects() throws IOException {
    putAll(TREE);
    assertThat(keys(ListRequest.prefix("a/"))).containsExactly("a/1", "a/b/1", "a/b/2", "a/c");
    assertThat(keys(ListRequest.prefix("a/b"))).containsExactly("a/b/1", "a/b/2");
    assertThat(keys(ListRequest.prefix("d/e"))).containsExactly("d/e.f/1", "d/e/1");
    assertThat(keys(ListRequest.prefix("a"))).hasSize(7).startsWith("a-b").endsWith("a0");
    assertThat(keys(ListRequest.prefix("c"))).containsExactly("c");
    assertThat(keys(ListRequest.prefix("c/"))).isEmpty();
    assertThat(keys(ListRequest.prefix("b/1/2"))).isEmpty();
    assertThat(keys(ListRequest.prefix("nothing/here/"))).isEmpty();
  }

  @Test
  void aDelimiterFolds() throws IOException {
    putAll(TREE);
    assertLevel("", List.of("a-b", "a.b", "a0", "c"), List.of("a/", "b/", "d-/", "d/"));
    assertLevel("a/", List.of("a/1", "a/c"), List.of("a/b/"));
    assertLevel("a", List.of("a-b", "a.b", "a0"), List.of("a/"));
    assertLevel("d/", List.of("d/1"), List.of("d/e.f/", "d/e/"));
    assertLevel("d/e", List.of(), List.of("d/e.f/", "d/e/"));
    assertLevel("x/", List.of(), List.of());
  }

  private void assertLevel(String prefix, List<String> keys, List<String> prefixes)
      throws IOException {
    ListRequest request = ListRequest.directory(prefix);
    assertThat(keys(request)).as("objects under '%s'", prefix).isEqualTo(keys);
    assertThat(prefixes(request)).as("prefixes under '%s'", prefix).isEqualTo(prefixes);
  }

  @Test
  void anyTextIsADelimiter() throws IOException {
    putAll(TREE);
    ListRequest request = ListRequest.prefix("").withDelimiter("b/");
    assertThat(prefixes(request)).containsExactly("a/b/", "b/");
    assertThat(keys(request)).hasSize(TREE.length - 3).doesNotContain("a/b/1", "a/b/2", "b/1");
  }

  @Test
  void aPrefixMayBeAKey() throws IOException {
    assumeTrue(fixture().keysMayBePrefixes(), "the store has no keys that begin other keys");
    putAll("a", "a/b", "a/b/c");
    assertThat(keys(ListRequest.prefix("a"))).containsExactly("a", "a/b", "a/b/c");
    assertLevel("", List.of("a"), List.of("a/"));
    assertLevel("a/", List.of("a/b"), List.of("a/b/"));
    assertLevel("a/b", List.of("a/b"), List.of("a/b/"));
  }

  @Test
  void keysUpToStartAfterAreLeftOut() throws IOException {
    putAll(TREE);
    for (int i = 0; i < TREE.length; i++) {
      assertThat(keys(ListRequest.prefix("").withStartAfter(TREE[i])))
          .as("behind %s", TREE[i])
          .isEqualTo(List.of(TREE).subList(i + 1, TREE.length));
    }
  }

  @Test
  void startAfterNeedsNoObjectAndNoPrefix() throws IOException {
    putAll(TREE);
    assertThat(keys(ListRequest.prefix("").withStartAfter("d/")))
        .containsExactly("d/1", "d/e.f/1", "d/e/1");
    assertThat(keys(ListRequest.prefix("a/b/").withStartAfter("a/b/15"))).containsExactly("a/b/2");
    assertThat(keys(ListRequest.prefix("d/").withStartAfter("a"))).hasSize(3);
    assertThat(keys(ListRequest.prefix("a/").withStartAfter("zzz"))).isEmpty();
    assertThat(keys(ListRequest.prefix("").withStartAfter("a/b"))).hasSize(10);
  }

  @Test
  void startAfterGoesWithADelimiter() throws IOException {
    putAll(TREE);
    ListRequest request = ListRequest.directory("").withStartAfter("a0");
    assertThat(keys(request)).containsExactly("c");
    assertThat(prefixes(request)).containsExactly("b/", "d-/", "d/");
  }

  @Test
  void pagesOfAnySizeHoldEachKeyOnce() throws IOException {
    putAll(TREE);
    for (int size : new int[] {1, 2, 3, 5, 12, 13, 14}) {
      ListRequest all = ListRequest.prefix("").withPageSize(size);
      assertThat(keys(all)).as("pages of %d", size).containsExactly(TREE);
      assertThat(keys(all.withStartAfter("a/b/1")))
          .as("pages of %d behind a/b/1", size)
          .isEqualTo(List.of(TREE).subList(4, TREE.length));
      assertPagesFold(size);
    }
  }

  private void assertPagesFold(int size) throws IOException {
    ListRequest level = ListRequest.directory("").withPageSize(size);
    assertThat(keys(level)).as("pages of %d", size).containsExactly("a-b", "a.b", "a0", "c");
    assertThat(prefixes(level)).as("pages of %d", size).containsExactly("a/", "b/", "d-/", "d/");
  }

  @Test
  void aPageHoldsNoMoreThanWanted() throws IOException {
    putAll(TREE);
    assertThat(pages(ListRequest.directory("").withPageSize(3)))
        .allSatisfy(
            page ->
                assertThat(page.objects().size() + page.prefixes().size()).isLessThanOrEqualTo(3));
  }

  @Test
  void pagesGoOnWhileKeysAreDeleted() throws IOException {
    putAll(TREE);
    List<String> found = new ArrayList<>();
    ListRequest request = ListRequest.prefix("").withPageSize(2);
    String token;
    do {
      ListPage page = store().list(request);
      List<ObjectKey> keys = page.objects().stream().map(object -> object.key()).toList();
      keys.forEach(key -> found.add(key.value()));
      store().delete(keys).throwIfIncomplete();
      token = page.nextPageToken();
      request = token == null ? request : request.withPageToken(token);
    } while (token != null);
    assertThat(found).containsExactly(TREE);
    assertThat(keys(ListRequest.prefix(""))).isEmpty();
  }
}
