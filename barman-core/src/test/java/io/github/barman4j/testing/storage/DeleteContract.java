/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deleting. */
abstract class DeleteContract extends ContractGroup {

  private static final int MANY = 2500;
  private static final int THREADS = 10;

  @Test
  void nothingToDeleteIsDone() throws IOException {
    DeleteResult result = store().delete(List.of());
    assertThat(result.deleted()).isEmpty();
    assertThat(result.isComplete()).isTrue();
  }

  @Test
  void whatIsDeletedIsGoneAndTheRestStays() throws IOException {
    putAll("a/1", "a/2", "a/3");
    DeleteResult result = store().delete(List.of(ObjectKey.of("a/1"), ObjectKey.of("a/3")));
    assertThat(result.deleted())
        .containsExactlyInAnyOrder(ObjectKey.of("a/1"), ObjectKey.of("a/3"));
    assertThat(keys(ListRequest.prefix(""))).containsExactly("a/2");
    assertAbsent(ObjectKey.of("a/1"));
  }

  @Test
  void whatIsNotThereCountsAsDeleted() throws IOException {
    putAll("a/1");
    List<ObjectKey> keys =
        List.of(ObjectKey.of("absent"), ObjectKey.of("a/1"), ObjectKey.of("a/absent/too"));
    DeleteResult result = store().delete(keys);
    assertThat(result.deleted()).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(result.failed()).isEmpty();
  }

  @Test
  void aKeyNamedTwiceIsInTheResultOnce() throws IOException {
    putAll("a/1");
    DeleteResult result = store().delete(List.of(ObjectKey.of("a/1"), ObjectKey.of("a/1")));
    assertThat(result.deleted()).containsExactly(ObjectKey.of("a/1"));
  }

  @Test
  void aPrefixIsNotDeletedAsIfItWereAKey() throws IOException {
    putAll("a/b/1", "a/b/2");
    store().delete(List.of(ObjectKey.of("a"), ObjectKey.of("a/b"))).throwIfIncomplete();
    assertThat(keys(ListRequest.prefix(""))).containsExactly("a/b/1", "a/b/2");
  }

  @Test
  void aKeyIsWrittenAgainAfterItWasDeleted() throws IOException {
    put(KEY, OLD);
    store().delete(List.of(KEY)).throwIfIncomplete();
    put(KEY, bytes(3, 1));
    assertHolds(KEY, bytes(3, 1));
  }

  @Test
  void manyObjectsAreListedInPagesAndDeleted() throws Exception {
    List<ObjectKey> keys = many();
    List<ListPage> pages = pages(ListRequest.prefix("srv/wals/"));
    assertThat(pages).hasSizeGreaterThanOrEqualTo(3);
    assertThat(pages.stream().flatMap(page -> page.objects().stream()).map(each -> each.key()))
        .containsExactlyElementsOf(keys);
    assertThat(prefixes(ListRequest.directory("srv/"))).containsExactly("srv/wals/");
    DeleteResult result = store().delete(keys);
    assertThat(result.deleted()).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(keys(ListRequest.prefix(""))).isEmpty();
  }

  private List<ObjectKey> many() throws Exception {
    List<ObjectKey> keys =
        IntStream.range(0, MANY)
            .mapToObj(i -> ObjectKey.of(String.format("srv/wals/%08X", i)))
            .toList();
    List<Callable<Object>> writers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      List<ObjectKey> share = keys.subList(MANY / THREADS * i, MANY / THREADS * (i + 1));
      writers.add(() -> putAll(share));
    }
    assertThat(race(writers)).allMatch(outcome -> outcome.equals(MANY / THREADS));
    return keys;
  }

  private int putAll(List<ObjectKey> keys) throws IOException {
    for (ObjectKey key : keys) {
      put(key, bytes(1, 0));
    }
    return keys.size();
  }

  @Test
  void oneKeyThatFailsIsReportedWithItsCauseAndTheOthersGo() throws Exception {
    Optional<ObjectKey> failing = fixture().undeletable();
    assumeTrue(failing.isPresent(), "the fixture has no key that cannot be deleted");
    putAll("a/1", "z/2");
    List<ObjectKey> good = List.of(ObjectKey.of("a/1"), ObjectKey.of("z/2"));
    DeleteResult result = store().delete(List.of(good.get(0), failing.get(), good.get(1)));
    assertThat(result.deleted()).containsExactlyInAnyOrderElementsOf(good);
    assertThat(result.failed()).containsOnlyKeys(failing.get());
    assertThat(result.failed().get(failing.get())).hasMessageContaining(failing.get().value());
    good.forEach(key -> assertThat(key).satisfies(this::assertAbsent));
  }
}
