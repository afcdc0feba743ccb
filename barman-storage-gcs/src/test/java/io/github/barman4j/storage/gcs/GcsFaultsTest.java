/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.testing.servers.GcsFault;
import io.github.barman4j.testing.servers.GcsServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad luck with a store: typed errors, nothing wrong becomes visible, nothing stays behind. */
final class GcsFaultsTest {

  private static final int PART = 2 * GcsOptions.QUANTUM;
  private static final ObjectKey KEY = ObjectKey.of("srv/x");
  private static final byte[] SMALL = bytes(1000);
  private static final byte[] LARGE = bytes(3 * PART + 12345);

  private GcsServer server;
  private String bucket;
  private GcsObjectStore store;

  @BeforeEach
  void start() {
    server = GcsServer.start();
    bucket = server.createBucket();
    store = GcsObjectStore.create(options().build());
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  private GcsOptions.Builder options() {
    return GcsOptions.forEmulator(new GcsLocation(bucket, "p"), server.endpoint())
        .partSize(PART)
        .property("read-timeout", "500 ms")
        .property("max-attempts", "3");
  }

  @ParameterizedTest
  @EnumSource(
      value = GcsFault.class,
      names = {"BUSY", "THROTTLED", "CUT"})
  void aStormPassesUnnoticed(GcsFault fault) throws IOException {
    server
        .then("INSERT", fault, fault)
        .then("BEGIN", fault, fault)
        .then("CHUNK", fault)
        .then("STATUS", fault)
        .then("FINISH", fault);
    put(SMALL, PutOptions.overwrite());
    assertHeld(SMALL);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
    server.then("GET", fault, fault).then("LIST", fault, fault).then("MEDIA", fault, fault);
    assertThat(store.head(KEY).size()).isEqualTo(LARGE.length);
    assertThat(store.list(ListRequest.prefix("")).objects()).hasSize(1);
    assertThat(read(GetOptions.all())).isEqualTo(LARGE);
  }

  @ParameterizedTest
  @EnumSource(
      value = GcsFault.class,
      names = {"BUSY", "THROTTLED"})
  void aStormThatDoesNotEndIsRetryable(GcsFault fault) {
    server.then("INSERT", fault, fault, fault);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("gs://" + bucket + "/p srv/x");
    assertNothingLeft();
    server.then("CHUNK", fault, fault, fault);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(ObjectStoreException.class);
    assertNothingLeft();
  }

  /** barman#788: a store that hung made the client hang for ever. */
  @Test
  void aStoreThatHangsEndsInAnError() {
    server.then("GET", GcsFault.HANG, GcsFault.HANG, GcsFault.HANG);
    assertThatThrownBy(() -> store.head(KEY))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .isNotInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void aPutThatNobodyAnswersIsNotSaidToHaveFailed() {
    server.then("INSERT", GcsFault.HANG, GcsFault.HANG, GcsFault.HANG);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOf(WriteOutcomeUnknownException.class)
        .hasMessageContaining("Read the key");
  }

  @Test
  void aPutWhoseEndNobodyAnswersIsNotSaidToHaveFailed() {
    server.then("FINISH", GcsFault.HANG).then("STATUS", GcsFault.HANG, GcsFault.HANG);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(WriteOutcomeUnknownException.class);
  }

  @Test
  void aChunkThatIsCutIsSentAgainWhole() throws IOException {
    server.then("CHUNK", GcsFault.CUT, GcsFault.LOSE_ANSWER, GcsFault.HANG);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
  }

  @Test
  void aChunkOfWhichLessIsKeptIsGoneOnWith() throws IOException {
    server.then("CHUNK", GcsFault.SHORT, GcsFault.SHORT);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
    assertThat(server.requests("CHUNK")).hasSize(3 + 2);
  }

  @Test
  void anUploadThatTheStoreForgetsIsToBePutAgain() {
    server.then("CHUNK", GcsFault.FORGET);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .isNotInstanceOf(ObjectNotFoundException.class)
        .hasMessageContaining("put again");
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEGIN", "CHUNK", "FINISH"})
  void anUploadThatIsDeniedIsCancelled(String operation) {
    server.then(operation, GcsFault.DENIED);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertNothingLeft();
  }

  /** The producer of a large body is told by its next write, not at the end. */
  @Test
  void theProducerLearnsSoonThatAChunkFailed() {
    server.then("CHUNK", GcsFault.DENIED);
    ObjectBody endless =
        out -> {
          while (true) {
            out.write(SMALL);
          }
        };
    assertThatThrownBy(() -> store.put(KEY, endless, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertNothingLeft();
  }

  /** The SDK's own channel publishes what was written when it is closed, whatever the reason. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1, 3 * PART, 3 * PART + 12344})
  void aProducerThatFailsAnywherePublishesNothing(int position) {
    IOException broken = new IOException("broken");
    ObjectBody body =
        out -> {
          try (out) {
            out.write(LARGE, 0, position);
            throw broken;
          }
        };
    server.store(bucket, "p/srv/x", SMALL);
    assertThatThrownBy(() -> store.put(KEY, body, PutOptions.overwrite())).isSameAs(broken);
    assertHeld(SMALL);
    assertThat(server.requests("FINISH")).as("nothing may end an upload but its end").isEmpty();
    assertThat(server.requests("CANCEL")).hasSameSizeAs(server.requests("BEGIN"));
  }

  /** The one upload that nothing can cancel holds nothing, and Google forgets it. */
  @Test
  void anUploadWhoseBeginningIsNotAnsweredIsBegunAgain() throws IOException {
    server.then("BEGIN", GcsFault.LOSE_ANSWER);
    put(LARGE, PutOptions.overwrite());
    assertThat(server.content(bucket, "p/srv/x").orElseThrow()).isEqualTo(LARGE);
    assertThat(server.openUploads()).isEqualTo(1);
    assertThat(server.uploadsWithBytes(bucket, "")).isEmpty();
  }

  @Test
  void anUploadThatIsNotCancelledIsSeen() throws IOException {
    server.then("CHUNK", GcsFault.DENIED);
    server.then("CANCEL", GcsFault.DENIED);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertThat(server.openUploads()).isEqualTo(1);
    server.then("CANCEL", GcsFault.DENIED);
    ObjectBody failing =
        out -> {
          out.write(LARGE);
          throw new IOException("broken");
        };
    assertThatThrownBy(() -> store.put(KEY, failing, PutOptions.overwrite())).hasMessage("broken");
    assertThat(server.uploadsWithBytes(bucket, "p/srv/")).containsExactly("p/srv/x");
  }

  @Test
  void aCancellationIsTriedAgain() {
    server.then("CHUNK", GcsFault.DENIED).then("CANCEL", GcsFault.BUSY, GcsFault.CUT);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 3 * PART + 12345, 2 * PART})
  void aCreateWhoseAnswerWasLostIsNotRefusedByItself(int size) throws IOException {
    server.then("INSERT", GcsFault.LOSE_ANSWER).then("FINISH", GcsFault.LOSE_ANSWER);
    put(bytes(size), PutOptions.ifAbsent());
    assertHeld(bytes(size));
  }

  @Test
  void anUpdateWhoseAnswerWasLostIsNotRefusedByItself() throws IOException {
    ObjectMetadata old = store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite());
    server.then("INSERT", GcsFault.LOSE_ANSWER);
    ObjectMetadata written =
        store.put(
            KEY,
            ObjectBody.of(SMALL),
            PutOptions.overwrite().withCondition(WriteCondition.ifMatch(old.etag())));
    assertHeld(SMALL);
    assertThat(written).isEqualTo(store.head(KEY));
  }

  @Test
  void aCreateThatIsRepeatedAndLosesToAnotherWriterSaysSo() {
    server.then("INSERT", GcsFault.CUT);
    server.store(bucket, "p/srv/x", SMALL);
    assertThatThrownBy(() -> put(SMALL, PutOptions.ifAbsent()))
        .isInstanceOf(ObjectAlreadyExistsException.class);
  }

  @Test
  void aPutThatLosesEveryAnswerIsFoundToHaveHappened() throws IOException {
    server.then("INSERT", GcsFault.LOSE_ANSWER, GcsFault.LOSE_ANSWER, GcsFault.LOSE_ANSWER);
    put(SMALL, PutOptions.overwrite());
    assertHeld(SMALL);
  }

  @Test
  void anEndThatLosesEveryAnswerIsFoundToHaveHappened() throws IOException {
    server
        .then("FINISH", GcsFault.LOSE_ANSWER)
        .then("STATUS", GcsFault.LOSE_ANSWER, GcsFault.LOSE_ANSWER);
    put(LARGE, PutOptions.ifAbsent());
    assertHeld(LARGE);
  }

  @Test
  void aCopyWhoseAnswerWasLostIsNotRefusedByItself() throws IOException {
    server.store(bucket, "p/from", SMALL);
    server.then("REWRITE", GcsFault.LOSE_ANSWER);
    store.copy(ObjectKey.of("from"), KEY, PutOptions.ifAbsent());
    assertHeld(SMALL);
  }

  @Test
  void aShortAnswerIsAnError() throws IOException {
    server.store(bucket, "p/srv/x", LARGE);
    for (GetOptions options : List.of(GetOptions.all(), range(10, 300_000))) {
      server.then("MEDIA", GcsFault.TRUNCATE);
      assertThatThrownBy(() -> read(options))
          .isInstanceOfSatisfying(
              ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
          .hasMessageContaining("bytes: ");
    }
  }

  @Test
  void aDamagedAnswerIsAnError() throws IOException {
    server.store(bucket, "p/srv/x", LARGE);
    server.then("MEDIA", GcsFault.DAMAGE);
    assertThatThrownBy(() -> read(GetOptions.all()))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("CRC32C");
    assertThat(read(range(5, 10))).isEqualTo(Arrays.copyOfRange(LARGE, 5, 15));
  }

  private static GetOptions range(long offset, long length) {
    return GetOptions.all().withRange(ByteRange.of(offset, length));
  }

  @Test
  void deniedAccessIsNamed() {
    server.then("GET", GcsFault.DENIED).then("INSERT", GcsFault.DENIED);
    server.then("LIST", GcsFault.DENIED).then("MEDIA", GcsFault.DENIED);
    assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(StoreAccessDeniedException.class);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class)
        .hasMessageContaining("forbidden")
        .hasMessageContaining("Check the credentials");
    assertThatThrownBy(() -> store.list(ListRequest.prefix("")))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertThatThrownBy(() -> read(GetOptions.all())).isInstanceOf(StoreAccessDeniedException.class);
  }

  @Test
  void aBucketThatIsMissingIsNotAnObjectThatIsMissing() throws IOException {
    GcsOptions elsewhere =
        GcsOptions.forEmulator(GcsLocation.ofBucket("absent"), server.endpoint()).build();
    try (GcsObjectStore absent = GcsObjectStore.create(elsewhere)) {
      assertThatThrownBy(() -> absent.head(KEY))
          .isInstanceOf(ObjectStoreException.class)
          .isNotInstanceOf(ObjectNotFoundException.class)
          .hasMessageContaining("Create the bucket");
      assertThatThrownBy(() -> absent.get(KEY, GetOptions.all()))
          .isNotInstanceOf(ObjectNotFoundException.class);
      assertThatThrownBy(() -> absent.list(ListRequest.prefix("")))
          .isNotInstanceOf(ObjectNotFoundException.class)
          .hasMessageContaining("Create the bucket");
      assertThatThrownBy(() -> absent.put(KEY, ObjectBody.of(SMALL), PutOptions.overwrite()))
          .hasMessageContaining("Create the bucket");
    }
  }

  @Test
  void aBatchThatFailsIsDeletedOneByOne() throws IOException {
    server.store(bucket, "p/srv/x", SMALL);
    server.then("BATCH", GcsFault.BUSY).then("DELETE", GcsFault.BUSY, GcsFault.CUT);
    DeleteResult result = store.delete(List.of(KEY, ObjectKey.of("absent")));
    assertThat(result.deleted()).containsExactly(KEY, ObjectKey.of("absent"));
    assertThat(server.names(bucket)).isEmpty();
  }

  @Test
  void aBatchWhoseAnswerIsCutIsDeletedOneByOne() throws IOException {
    List<ObjectKey> keys =
        java.util.stream.IntStream.range(0, 60).mapToObj(i -> ObjectKey.of("k" + i)).toList();
    for (ObjectKey key : keys) {
      server.store(bucket, "p/" + key.value(), SMALL);
    }
    server.then("BATCH", GcsFault.TRUNCATE);
    assertThat(store.delete(keys).deleted()).containsExactlyElementsOf(keys);
    assertThat(server.names(bucket)).isEmpty();
    assertThat(server.requests("BATCH")).hasSize(1);
    assertThat(server.requests("DELETE")).hasSize(keys.size());
  }

  @Test
  void withoutBulkDeleteThereAreNoBatches() throws IOException {
    server.store(bucket, "p/srv/x", SMALL);
    GcsOptions options = options().property("bulk-delete", "false").build();
    try (GcsObjectStore single = GcsObjectStore.create(options)) {
      server.then("DELETE", GcsFault.DENIED);
      DeleteResult result = single.delete(List.of(KEY, ObjectKey.of("b")));
      assertThat(result.deleted()).containsExactly(ObjectKey.of("b"));
      assertThat(result.failed().get(KEY)).isInstanceOf(StoreAccessDeniedException.class);
    }
    assertThat(server.requests("BATCH")).isEmpty();
  }

  @Test
  void batchesHoldAtMostAHundredKeys() throws IOException {
    List<ObjectKey> keys =
        java.util.stream.IntStream.range(0, 201).mapToObj(i -> ObjectKey.of("k" + i)).toList();
    for (ObjectKey key : keys) {
      server.store(bucket, "p/" + key.value(), new byte[0]);
    }
    assertThat(store.delete(keys).deleted()).containsExactlyElementsOf(keys);
    assertThat(server.names(bucket)).isEmpty();
    assertThat(server.requests("BATCH")).hasSize(2);
    assertThat(server.requests("DELETE")).hasSize(1);
  }

  @Test
  void theKeyOfKmsAndTheStorageClassAreOnEveryWrite() throws IOException {
    String kms = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
    for (boolean composite : new boolean[] {false, true}) {
      GcsOptions options =
          options()
              .kmsKeyName(kms)
              .storageClass("NEARLINE")
              .property("parallel-composite", "" + composite)
              .build();
      try (GcsObjectStore encrypting = GcsObjectStore.create(options)) {
        encrypting.put(KEY, ObjectBody.of(SMALL), PutOptions.overwrite());
        assertWritten("p/srv/x", kms);
        encrypting.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite());
        assertWritten("p/srv/x", kms);
        encrypting.copy(KEY, ObjectKey.of("copy"), PutOptions.overwrite());
        assertWritten("p/copy", kms);
      }
    }
  }

  private void assertWritten(String name, String kms) {
    assertThat(server.resource(bucket, name).orElseThrow())
        .containsEntry("kmsKeyName", kms)
        .containsEntry("storageClass", "NEARLINE")
        .containsEntry("contentType", "application/octet-stream");
  }

  @Test
  void tagsAreMetadataAsBarmanKeepsThem() throws IOException {
    ObjectTags tags = ObjectTags.of(Map.of("team", "dba"));
    put(LARGE, PutOptions.overwrite().withTags(tags));
    Map<?, ?> metadata =
        (Map<?, ?>) server.resource(bucket, "p/srv/x").orElseThrow().get("metadata");
    assertThat(metadata.get("team")).isEqualTo("dba");
    assertThat(metadata).hasSize(2);
    assertThat(metadata.containsKey("barman4j-write")).isTrue();
  }

  @Test
  void replacingTagsAtTheSameTimeLosesNone() throws IOException {
    put(SMALL, PutOptions.overwrite());
    server.then("PATCH", GcsFault.LOSE_ANSWER);
    ObjectTags tags = ObjectTags.of(Map.of("team", "dba"));
    store.replaceTags(KEY, tags);
    assertThat(store.tags(KEY)).isEqualTo(tags);
  }

  @Test
  void noBucketIsEverCreatedOrAskedFor() throws IOException {
    put(SMALL, PutOptions.overwrite());
    store.head(KEY);
    assertThat(server.requests("BUCKET")).isEmpty();
  }

  private void put(byte[] bytes, PutOptions options) throws IOException {
    store.put(KEY, ObjectBody.of(bytes), options);
  }

  private byte[] read(GetOptions options) throws IOException {
    try (ObjectContent content = store.get(KEY, options)) {
      return content.stream().readAllBytes();
    }
  }

  private void assertHeld(byte[] bytes) {
    assertThat(server.content(bucket, "p/srv/x").orElseThrow()).isEqualTo(bytes);
    assertThat(server.openUploads()).isZero();
  }

  private void assertNothingLeft() {
    assertThat(server.names(bucket)).isEmpty();
    assertThat(server.openUploads()).isZero();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
