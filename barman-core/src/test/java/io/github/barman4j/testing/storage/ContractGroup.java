/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** What the groups of the contract share. */
abstract class ContractGroup {

  static final ObjectKey KEY = ObjectKey.of("srv/wals/000000010000000000000001");
  static final byte[] OLD = bytes(100, 1);

  abstract ObjectStoreFixture fixture();

  ObjectStore store() {
    return fixture().store();
  }

  int part() {
    return fixture().smallestPartSize();
  }

  @BeforeEach
  final void skipDeviations(TestInfo test) {
    String method = test.getTestMethod().orElseThrow().getName();
    String reason = fixture().deviations().get(method);
    Assumptions.assumeTrue(reason == null, () -> "Known deviation: " + reason);
  }

  @AfterEach
  final void noUploadIsLeftOpen() throws Exception {
    assertThat(fixture().openUploads()).as("uploads neither published nor aborted").isZero();
  }

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  ObjectMetadata put(String key, byte[] bytes) throws IOException {
    return put(ObjectKey.of(key), bytes);
  }

  ObjectMetadata put(ObjectKey key, byte[] bytes) throws IOException {
    return store().put(key, ObjectBody.of(bytes), PutOptions.overwrite());
  }

  void putAll(String... keys) throws IOException {
    for (String key : keys) {
      put(key, bytes(1, 0));
    }
  }

  byte[] read(ObjectKey key, GetOptions options) throws IOException {
    try (ObjectContent content = store().get(key, options)) {
      return content.stream().readAllBytes();
    }
  }

  void assertHolds(ObjectKey key, byte[] expected) throws IOException {
    assertThat(read(key, GetOptions.all()))
        .as("content of %s, %d bytes", key, expected.length)
        .isEqualTo(expected);
    assertThat(store().head(key).size()).isEqualTo(expected.length);
  }

  void assertAbsent(ObjectKey key) throws IOException {
    assertThatThrownBy(() -> store().head(key)).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store().get(key, GetOptions.all()))
        .isInstanceOf(ObjectNotFoundException.class);
    assertThat(store().list(ListRequest.prefix(key.value())).objects()).isEmpty();
  }

  List<String> keys(ListRequest request) throws IOException {
    List<String> found = new ArrayList<>();
    for (ListPage page : pages(request)) {
      page.objects().forEach(object -> found.add(object.key().value()));
    }
    return found;
  }

  List<String> prefixes(ListRequest request) throws IOException {
    return pages(request).stream().flatMap(page -> page.prefixes().stream()).toList();
  }

  List<ListPage> pages(ListRequest request) throws IOException {
    List<ListPage> pages = new ArrayList<>();
    ListRequest next = request;
    while (true) {
      ListPage page = store().list(next);
      pages.add(page);
      String token = page.nextPageToken();
      if (token == null) {
        return pages;
      }
      next = next.withPageToken(token);
    }
  }

  /** Runs the tasks at the same moment, each in a thread; returns result or exception of each. */
  static List<Object> race(List<Callable<Object>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    try {
      List<Future<Object>> running = new ArrayList<>();
      for (Callable<Object> task : tasks) {
        running.add(threads.submit(() -> outcome(start, task)));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> each : running) {
        outcomes.add(each.get());
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Object outcome(CyclicBarrier start, Callable<Object> task) throws Exception {
    start.await();
    try {
      return task.call();
    } catch (IOException e) {
      return e;
    }
  }
}
