/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.testing.servers.GcsFault;
import io.github.barman4j.testing.servers.GcsServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parallel composite uploads: parts in a place of their own, composed and removed. */
final class GcsComponentsTest {

  private static final int PART = GcsOptions.QUANTUM;
  private static final ObjectKey KEY = ObjectKey.of("srv/x");
  private static final byte[] BYTES = bytes();

  private GcsServer server;
  private String bucket;
  private GcsObjectStore store;

  @BeforeEach
  void start() {
    server = GcsServer.start();
    bucket = server.createBucket();
    store =
        GcsObjectStore.create(
            GcsOptions.forEmulator(new GcsLocation(bucket, "p"), server.endpoint())
                .partSize(PART)
                .memoryBudget(8L << 20)
                .property("read-timeout", "2 s")
                .property("max-attempts", "3")
                .parallelComposite()
                .build());
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  /** 1 composition of at most 32; 2 and 1; 3, of which one takes a single part, and 1. */
  @ParameterizedTest
  @ValueSource(ints = {2, 32, 33, 65})
  void moreThan32PartsAreComposedInLevels(int parts) throws IOException {
    byte[] bytes = Arrays.copyOf(BYTES, parts * PART);
    store.put(KEY, ObjectBody.of(bytes), PutOptions.ifAbsent());
    assertThat(server.content(bucket, "p/srv/x").orElseThrow()).isEqualTo(bytes);
    assertThat(server.names(bucket)).containsExactly("p/srv/x");
    assertThat(server.requests("COMPOSE")).hasSize(parts <= 32 ? 1 : (parts + 31) / 32 + 1);
  }

  @Test
  void partsAreInNoListing() throws IOException {
    ObjectBody body =
        out -> {
          out.write(BYTES, 0, 5 * PART);
          assertPartsAreThereButNotListed();
        };
    store.put(KEY, body, PutOptions.overwrite());
    assertThat(server.names(bucket)).containsExactly("p/srv/x");
  }

  private void assertPartsAreThereButNotListed() throws IOException {
    while (server.names(bucket).size() < 4) {
      Thread.onSpinWait();
    }
    assertThat(server.names(bucket)).allMatch(name -> name.startsWith("p/.barman4j-parts/"));
    assertThat(store.list(ListRequest.prefix("")).objects()).isEmpty();
    ListPage level = store.list(ListRequest.directory(""));
    assertThat(level.objects()).isEmpty();
    assertThat(level.prefixes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {PART + 1, 3 * PART, 40 * PART + 7})
  void aProducerThatFailsLeavesNoParts(int position) {
    IOException broken = new IOException("broken");
    ObjectBody body =
        out -> {
          try (out) {
            out.write(BYTES, 0, position);
            throw broken;
          }
        };
    assertThatThrownBy(() -> store.put(KEY, body, PutOptions.overwrite())).isSameAs(broken);
    assertThat(server.names(bucket)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = GcsFault.class,
      names = {"DENIED", "NO_BUCKET"})
  void aPartOrACompositionThatFailsLeavesNothing(GcsFault fault) {
    server.then("INSERT", fault);
    assertFailsWithNothingLeft();
    server.then("COMPOSE", fault);
    assertFailsWithNothingLeft();
  }

  private void assertFailsWithNothingLeft() {
    assertThatThrownBy(() -> store.put(KEY, ObjectBody.of(BYTES), PutOptions.overwrite()))
        .isInstanceOf(ObjectStoreException.class);
    assertThat(server.names(bucket)).isEmpty();
  }

  @Test
  void theLastCompositionThatFailsLeavesTheOldObject() throws IOException {
    byte[] old = {1, 2, 3};
    server.store(bucket, "p/srv/x", old);
    byte[] bytes = Arrays.copyOf(BYTES, 3 * PART);
    server.then("COMPOSE", GcsFault.DENIED);
    assertThatThrownBy(() -> store.put(KEY, ObjectBody.of(bytes), PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertThatThrownBy(() -> store.put(KEY, ObjectBody.of(bytes), PutOptions.ifAbsent()))
        .isInstanceOf(ObjectAlreadyExistsException.class);
    assertThat(server.content(bucket, "p/srv/x")).contains(old);
    assertThat(server.names(bucket)).containsExactly("p/srv/x");
  }

  @Test
  void lostAnswersAndStormsPass() throws IOException {
    server
        .then("INSERT", GcsFault.LOSE_ANSWER, GcsFault.BUSY, GcsFault.CUT)
        .then("COMPOSE", GcsFault.LOSE_ANSWER, GcsFault.BUSY)
        .then("BATCH", GcsFault.BUSY)
        .then("DELETE", GcsFault.CUT);
    store.put(KEY, ObjectBody.of(BYTES), PutOptions.ifAbsent());
    assertThat(server.content(bucket, "p/srv/x").orElseThrow()).isEqualTo(BYTES);
    assertThat(server.names(bucket)).containsExactly("p/srv/x");
  }

  @Test
  void aCreateWhoseCompositionIsNotAnsweredIsNotRefusedByItself() throws IOException {
    byte[] bytes = Arrays.copyOf(BYTES, 3 * PART);
    server.then("COMPOSE", GcsFault.LOSE_ANSWER);
    store.put(KEY, ObjectBody.of(bytes), PutOptions.ifAbsent());
    assertThat(server.names(bucket)).containsExactly("p/srv/x");
  }

  /**
   * A bucket with a retention policy: the object is whole, what lies beside it is not its fault.
   */
  @Test
  void partsThatMayNotBeDeletedDoNotFailThePut() throws IOException {
    byte[] bytes = Arrays.copyOf(BYTES, 3 * PART);
    server.then("BATCH", GcsFault.DENIED);
    store.put(KEY, ObjectBody.of(bytes), PutOptions.overwrite());
    assertThat(server.content(bucket, "p/srv/x").orElseThrow()).isEqualTo(bytes);
    assertThat(store.list(ListRequest.prefix("")).objects()).hasSize(1);
  }

  /** A process that was killed has removed nothing. */
  @Test
  void partsOfADeadProcessAreNotListedAndRemovedAfterAWeek() throws IOException {
    server.store(bucket, "p/.barman4j-parts/dead/00000001", new byte[1]);
    server.store(bucket, "p/srv/x", new byte[1]);
    assertThat(store.list(ListRequest.prefix("")).objects()).hasSize(1);
    GcsOptions options =
        GcsOptions.forEmulator(new GcsLocation(bucket, "p"), server.endpoint()).build();
    try (var client = GcsClients.create(options)) {
      GcsContext context = GcsContext.of(client, options);
      sweep(context, Duration.ofDays(6));
      assertThat(server.names(bucket)).hasSize(2);
      sweep(context, Duration.ofDays(8));
      assertThat(server.names(bucket)).containsExactly("p/srv/x");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void sweep(GcsContext context, Duration later) {
    new GcsLeftovers(context, InstantSource.offset(InstantSource.system(), later)).sweepOnce();
  }

  @Test
  void whatIsLeftIsLookedForOnceAndMayFail() throws IOException {
    server.store(bucket, "p/.barman4j-parts/living/00000001", new byte[1]);
    server.then("LIST", GcsFault.DENIED);
    byte[] bytes = Arrays.copyOf(BYTES, 2 * PART);
    store.put(KEY, ObjectBody.of(bytes), PutOptions.overwrite());
    int lists = server.requests("LIST").size();
    store.put(KEY, ObjectBody.of(bytes), PutOptions.overwrite());
    assertThat(server.requests("LIST")).as("only its own parts").hasSize(lists + lists - 1);
    assertThat(server.names(bucket)).hasSize(2);
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[65 * PART];
    new Random(65).nextBytes(bytes);
    return bytes;
  }
}
