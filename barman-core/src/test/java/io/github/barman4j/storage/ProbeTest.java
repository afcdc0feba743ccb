/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.filter.ForwardingObjectStore;
import io.github.barman4j.storage.filter.StoreOperation;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.storage.Fault;
import io.github.barman4j.testing.storage.FaultInjectingObjectStore;
import io.github.barman4j.testing.storage.LeakCheckingObjectStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ProbeTest {

  private final MemoryObjectStore memory = new MemoryObjectStore("probed");
  private final FaultInjectingObjectStore faulty = new FaultInjectingObjectStore(memory);

  @AfterEach
  void nothingStaysInterrupted() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void everyCheckOfAHealthyStoreIsOkAndNothingIsLeft() throws IOException {
    memory.put(ObjectKey.of("mine"), ObjectBody.of("untouched"), PutOptions.overwrite());
    try (LeakCheckingObjectStore store = new LeakCheckingObjectStore(memory)) {
      ProbeReport report = ObjectStores.probe(store);
      assertThat(report.checks())
          .as(report.describe())
          .hasSize(ProbeSteps.all().size() + 1)
          .allSatisfy(check -> assertThat(check.outcome()).isEqualTo(ProbeOutcome.OK))
          .allSatisfy(check -> assertThat(check.hint()).isEmpty())
          .allSatisfy(check -> assertThat(check.detail()).isNotEmpty());
      assertThat(report.isUsable()).isTrue();
      assertThat(report.leftovers()).isEmpty();
    }
    assertThat(keys()).containsExactly("mine");
  }

  @Test
  void namesOfChecksAreUniqueAndWhatTheyNeedComesBefore() {
    List<ProbeStep> steps = ProbeSteps.all();
    assertThat(steps).extracting(ProbeStep::name).doesNotHaveDuplicates();
    for (int i = 0; i < steps.size(); i++) {
      List<String> before = steps.subList(0, i).stream().map(ProbeStep::name).toList();
      assertThat(before).containsAll(steps.get(i).needs());
    }
  }

  private static Arguments lie(
      String check, UnaryOperator<ObjectStore> lie, boolean usable, String detail, String hint) {
    return Arguments.of(check, lie, usable, detail, hint);
  }

  static Stream<Arguments> lies() {
    return Stream.concat(liesAboutReads(), liesAboutWrites());
  }

  private static Stream<Arguments> liesAboutReads() {
    return Stream.of(
        lie(
            "ranged get",
            LyingStores::ignoringRanges,
            false,
            "gives the whole object",
            "broken connection"),
        lie(
            "get of a version",
            LyingStores::ignoringVersions,
            true,
            "another version",
            "mix two versions"),
        lie("list order", LyingStores::listingBackwards, false, "two keys a page", "order"),
        lie(
            "list non-ASCII",
            LyingStores::listingInItsOwnOrder,
            true,
            "two keys a page",
            "server names"),
        lie("list folded", LyingStores::ignoringDelimiters, false, "Common prefixes", "order"),
        lie("list from a key", LyingStores::ignoringStartAfter, false, "list/b/1", "order"));
  }

  private static Stream<Arguments> liesAboutWrites() {
    return Stream.of(
        lie(
            "conditional create",
            LyingStores::ignoringConditions,
            false,
            "DANGEROUS",
            "conditional-writes=false"),
        lie(
            "racing creates",
            LyingStores::lookingBeforeItWrites,
            false,
            "4 of 4 at the same time",
            "conditional-writes=false"),
        lie(
            "conditional update",
            LyingStores::ignoringConditions,
            false,
            "took a stale one",
            "works without it"),
        lie(
            "broken body",
            LyingStores::publishingHalfBodies,
            false,
            "Half an object is visible",
            "do not use"),
        lie("tags", LyingStores::forgettingTags, true, "Tags after put", "object-tags=false"),
        lie("bulk delete", LyingStores::deletingOnlyTheLast, false, "still there", "bulk-delete"),
        lie("bulk delete", LyingStores::withoutBulkDelete, false, "501", "bulk-delete=false"),
        lie("odd key names", LyingStores::decodingPercents, true, "per", "server names"));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("lies")
  void aLieIsFoundOut(
      String check, UnaryOperator<ObjectStore> lie, boolean usable, String detail, String hint)
      throws IOException {
    ProbeReport report = ObjectStores.probe(lie.apply(memory));
    ProbeCheck row = report.find(check).orElseThrow();
    assertThat(row.outcome()).as(report.describe()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(row.detail()).contains(detail);
    assertThat(row.hint()).contains(hint);
    assertThat(report.isUsable()).isEqualTo(usable);
  }

  @Test
  void whatAStoreSaysThatItCannotDoIsMissingAndItIsUsableAllTheSame() throws IOException {
    ProbeReport report = ObjectStores.probe(LyingStores.plain(memory));
    List<ProbeCheck> missing =
        report.checks().stream().filter(c -> c.outcome() == ProbeOutcome.MISSING).toList();
    assertThat(missing)
        .extracting(ProbeCheck::name)
        .containsExactly("conditional create", "racing creates", "conditional update", "tags");
    assertThat(missing.get(0).detail()).contains("looks whether the object is there");
    assertThat(missing.get(0).hint()).contains("conditional-writes=true");
    assertThat(missing.get(3).hint()).contains("object-tags");
    assertThat(report.isUsable()).isTrue();
    assertThat(report.describe()).contains("a locked object would stay", "1,000 parts");
  }

  static Stream<Arguments> denials() {
    return Stream.of(
        Arguments.of(StoreOperation.HEAD, "head"),
        Arguments.of(StoreOperation.GET, "get"),
        Arguments.of(StoreOperation.LIST, "list"),
        Arguments.of(StoreOperation.COPY, "copy"),
        Arguments.of(StoreOperation.TAGS, "tags"));
  }

  @ParameterizedTest
  @MethodSource("denials")
  void aDeniedOperationFailsItsCheckButNotTheOthers(StoreOperation operation, String check)
      throws IOException {
    faulty.inject(Fault.accessDenied().on(operation));
    ProbeReport report = ObjectStores.probe(faulty);
    ProbeCheck row = report.find(check).orElseThrow();
    assertThat(row.outcome()).as(report.describe()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(row.hint()).contains("credentials", "'" + check + "'");
    assertThat(report.find("put").orElseThrow().outcome()).isEqualTo(ProbeOutcome.OK);
    assertThat(report.leftovers()).isEmpty();
    assertThat(keys()).isEmpty();
  }

  @Test
  void credentialsThatMayOnlyReadGetTheReadingChecks() throws IOException {
    faulty.inject(Fault.accessDenied().on(StoreOperation.PUT, StoreOperation.DELETE));
    ProbeReport report = ObjectStores.probe(faulty);
    assertThat(report.find("put").orElseThrow().outcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(report.find("list").orElseThrow().outcome()).isEqualTo(ProbeOutcome.OK);
    assertThat(report.find("absent object").orElseThrow().outcome()).isEqualTo(ProbeOutcome.OK);
    ProbeCheck skipped = report.find("ranged get").orElseThrow();
    assertThat(skipped.outcome()).isEqualTo(ProbeOutcome.SKIPPED);
    assertThat(skipped.detail()).isEqualTo("needs 'put', 'get'");
    assertThat(report.isUsable()).isFalse();
    assertThat(report.leftovers()).isEmpty();
  }

  @Test
  void whatCannotBeDeletedIsReported() throws IOException {
    faulty.inject(Fault.accessDenied().on(StoreOperation.DELETE));
    ProbeReport report = ObjectStores.probe(faulty);
    assertThat(report.leftovers()).extracting(ObjectKey::value).hasSameElementsAs(keys());
    assertThat(keys()).isNotEmpty().allMatch(key -> key.startsWith(".barman4j-probe-"));
    ProbeCheck cleaning = report.find("clean up").orElseThrow();
    assertThat(cleaning.outcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(cleaning.hint()).contains("by hand");
    assertThat(report.describe()).contains("Left behind, delete by hand", keys().get(0));
  }

  @Test
  void onlyTheLastOfManyDeletedKeysGoesAndTheOthersAreReported() throws IOException {
    ProbeReport report = ObjectStores.probe(LyingStores.deletingOnlyTheLast(memory));
    assertThat(report.leftovers()).extracting(ObjectKey::value).hasSameElementsAs(keys());
  }

  @Test
  void aStoreThatCannotBeReachedIsReportedAndNotThrown() throws IOException {
    faulty.inject(Fault.unavailable());
    ProbeReport report = ObjectStores.probe(faulty);
    ProbeCheck put = report.find("put").orElseThrow();
    assertThat(put.detail()).contains("503 SlowDown");
    assertThat(put.hint()).contains("endpoint-url");
    assertThat(report.isUsable()).isFalse();
  }

  @Test
  void aStoreThatThrowsWhatItShouldNotIsReported() throws IOException {
    ForwardingObjectStore strange =
        new ForwardingObjectStore(memory) {
          @Override
          public ObjectTags tags(ObjectKey key) {
            throw new IllegalStateException("no\nidea");
          }
        };
    ProbeCheck tags = ObjectStores.probe(strange).find("tags").orElseThrow();
    assertThat(tags.outcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(tags.detail()).isEqualTo("no idea");
    assertThat(keys()).isEmpty();
  }

  @Test
  void aDamagedLargeObjectIsFoundOut() throws IOException {
    faulty.inject(Fault.flipBitAt(20_000_000).keys(key -> key.endsWith("large")));
    ProbeCheck large = ObjectStores.probe(faulty).find("multipart").orElseThrow();
    assertThat(large.outcome()).isEqualTo(ProbeOutcome.FAILED);
    assertThat(large.detail()).contains("not those written");
    assertThat(large.hint()).contains("part-size", "compatibility", "checksums");
  }

  @Test
  void anInterruptEndsTheProbeAfterItCleanedUp() {
    ForwardingObjectStore interrupting =
        new ForwardingObjectStore(memory) {
          @Override
          public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
            Thread.currentThread().interrupt();
            return super.head(key);
          }
        };
    assertThatThrownBy(() -> ObjectStores.probe(interrupting))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("memory:probed");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(keys()).isEmpty();
  }

  @Test
  void theReportIsJsonToo() throws IOException {
    String json = ObjectStores.probe(LyingStores.ignoringRanges(memory)).toJson();
    assertThat(json)
        .startsWith("{\"store\": \"memory:probed\", \"usable\": false, \"checks\": [")
        .contains("{\"name\": \"put\", \"needed\": true, \"outcome\": \"ok\", \"took_ms\": ")
        .contains("\"name\": \"ranged get\", \"needed\": true, \"outcome\": \"failed\"")
        .contains("\"max_parts\": 1")
        .endsWith("\"leftovers\": []}");
  }

  private List<String> keys() {
    return ObjectStores.walk(memory, ListRequest.prefix(""))
        .map(object -> object.key().value())
        .toList();
  }
}
