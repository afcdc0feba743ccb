/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.storage.s3.ScriptedS3.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bad luck with a store: typed errors, nothing wrong becomes visible, nothing stays behind. */
final class S3FaultsTest {

  private static final ObjectKey KEY = ObjectKey.of("srv/x");
  private static final byte[] SMALL = bytes(1000);
  private static final byte[] LARGE = bytes(12 << 20);
  private static final byte[] SMALLER = bytes(11 << 20);

  private ScriptedS3 s3;
  private S3ObjectStore store;

  @BeforeEach
  void start() throws IOException {
    s3 = new ScriptedS3();
    store = S3ObjectStore.create(s3.options().build());
  }

  @AfterEach
  void stop() {
    store.close();
    s3.close();
  }

  @Test
  void aStormOf503PassesUnnoticed() throws IOException {
    s3.then("PUT", Fault.BUSY, Fault.BUSY)
        .then("CREATE", Fault.BUSY)
        .then("PART", Fault.BUSY, Fault.BUSY)
        .then("COMPLETE", Fault.BUSY);
    put(SMALL, PutOptions.overwrite());
    assertHeld(SMALL);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
  }

  @Test
  void aStormThatDoesNotEndIsRetryable() {
    s3.then("PUT", Fault.BUSY, Fault.BUSY, Fault.BUSY);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("SlowDown")
        .hasMessageContaining("s3://bucket/p srv/x");
    assertThat(s3.object("srv/x")).isNull();
  }

  /** barman#788: a store that hung made the client hang for ever. */
  @Test
  void aStoreThatHangsEndsInAnError() {
    s3.then("HEAD", Fault.HANG, Fault.HANG, Fault.HANG);
    assertThatThrownBy(() -> store.head(KEY))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .isNotInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void aPutThatNobodyAnswersIsNotSaidToHaveFailed() {
    s3.then("PUT", Fault.HANG, Fault.HANG, Fault.HANG);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOf(WriteOutcomeUnknownException.class)
        .hasMessageContaining("Read the key");
  }

  /** The last attempts found nobody; the first may have been heard. */
  @Test
  void aPutThatWasSentBeforeTheStoreWentAwayIsNotSaidToHaveFailed() {
    s3.before("PUT", 1, s3::close);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOf(WriteOutcomeUnknownException.class);
  }

  @Test
  void aPutThatNeverFoundTheStoreHasFailed() {
    s3.close();
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isNotInstanceOf(WriteOutcomeUnknownException.class)
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue());
  }

  /** aws-sdk-java-v2#5415: a repeated part was sent short. */
  @Test
  void aPartThatIsCutIsSentAgainWhole() throws IOException {
    s3.then("PART", Fault.CUT, Fault.CUT, Fault.HANG);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
    assertThat(s3.requests("PART")).hasSize(3 + 3);
  }

  @Test
  void aPartThatCannotBeSentAbortsTheUpload() {
    s3.then("PART", Fault.DENIED);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertNothingLeft();
  }

  /** The producer of a large body is told by its next write, not at the end. */
  @Test
  void theProducerLearnsSoonThatAPartFailed() {
    s3.then("PART", Fault.DENIED);
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

  /** aws-sdk-java-v2#7068: 200 with an error body was taken for success. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR_BODY", "LIE"})
  void aCompleteThatSaysSuccessIsNotBelieved(Fault fault) {
    s3.then("COMPLETE", fault, fault, fault);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(ObjectStoreException.class);
    assertNothingLeft();
  }

  @Test
  void anErrorInTheBodyOfCompleteIsTriedAgain() throws IOException {
    s3.then("COMPLETE", Fault.ERROR_BODY);
    put(LARGE, PutOptions.ifAbsent());
    assertHeld(LARGE);
  }

  @Test
  void aCreateWhoseAnswerWasLostIsNotRefusedByItself() throws IOException {
    s3.then("PUT", Fault.LOSE_ANSWER);
    put(SMALL, PutOptions.ifAbsent());
    assertHeld(SMALL);
    assertThat(s3.requests("PUT")).hasSize(2);
  }

  @Test
  void aCreateThatArrivesTwiceIsNotRefusedByItself() throws IOException {
    s3.then("PUT", Fault.TWICE);
    put(SMALL, PutOptions.ifAbsent());
    assertHeld(SMALL);
    assertThat(s3.requests("PUT")).hasSize(1);
  }

  @Test
  void aLargeCreateWhoseAnswerWasLostIsNotRefusedByItself() throws IOException {
    s3.then("COMPLETE", Fault.LOSE_ANSWER);
    put(LARGE, PutOptions.ifAbsent());
    assertHeld(LARGE);
  }

  @Test
  void aBeginWhoseAnswerWasLostLeavesNoUploadOpen() throws IOException {
    s3.then("CREATE", Fault.LOSE_ANSWER);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
    assertThat(s3.requests("CREATE")).hasSize(2);
  }

  @Test
  void aBeginThatLosesEveryAnswerLeavesNoUploadOpen() {
    s3.then("CREATE", Fault.LOSE_ANSWER, Fault.LOSE_ANSWER, Fault.LOSE_ANSWER);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue());
    assertNothingLeft();
  }

  @Test
  void anAnswerThatCannotBeReadIsAskedForAgain() throws IOException {
    s3.then("CREATE", Fault.GARBLE);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
    s3.then("CREATE", Fault.GARBLE, Fault.GARBLE, Fault.GARBLE);
    assertThatThrownBy(() -> put(SMALLER, PutOptions.overwrite()))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue());
    assertHeld(LARGE);
  }

  @Test
  void anAbortThatFailsIsTriedAgainWhenTheNextUploadBegins() throws IOException {
    s3.then("PART", Fault.DENIED).then("ABORT", Fault.BUSY, Fault.BUSY, Fault.BUSY);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertThat(s3.openUploads()).isEqualTo(1);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
  }

  @Test
  void whatCouldNotBeAbortedIsAbortedWhenTheStoreIsClosed() {
    s3.then("CREATE", Fault.LOSE_ANSWER)
        .then("PART", Fault.DENIED)
        .then("ABORT", Fault.BUSY, Fault.BUSY, Fault.BUSY)
        .then("LIST_UPLOADS", Fault.BUSY, Fault.BUSY, Fault.BUSY);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertThat(s3.openUploads()).isEqualTo(2);
    store.close();
    assertNothingLeft();
  }

  @Test
  void uploadsAreLookedUpOnlyInDoubt() throws IOException {
    s3.then("PART", Fault.CUT);
    put(LARGE, PutOptions.overwrite());
    assertThat(s3.requests("LIST_UPLOADS")).isEmpty();
  }

  @Test
  void aCreateThatIsRepeatedAndLosesToAnotherWriterSaysSo() {
    s3.then("PUT", Fault.CUT);
    s3.store("srv/x", SMALL);
    assertThatThrownBy(() -> put(SMALL, PutOptions.ifAbsent()))
        .isInstanceOf(ObjectAlreadyExistsException.class);
  }

  @Test
  void aPutThatLosesEveryAnswerIsFoundToHaveHappened() throws IOException {
    s3.then("PUT", Fault.LOSE_ANSWER, Fault.LOSE_ANSWER, Fault.LOSE_ANSWER);
    put(SMALL, PutOptions.overwrite());
    assertHeld(SMALL);
  }

  @Test
  void aConflictOfConditionalWritesIsTriedAgain() throws IOException {
    s3.then("PUT", Fault.CONFLICT);
    put(SMALL, PutOptions.ifAbsent());
    assertHeld(SMALL);
  }

  @Test
  void aShortAnswerIsAnError() throws IOException {
    s3.store("srv/x", LARGE);
    s3.then("GET", Fault.TRUNCATE);
    try (ObjectContent content = store.get(KEY, GetOptions.all())) {
      assertThatThrownBy(() -> content.stream().readAllBytes())
          .isInstanceOfSatisfying(
              ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
          .hasMessageContaining("of " + LARGE.length + " bytes");
    }
  }

  @Test
  void wrongCredentialsAreNamedAndNotShown() {
    s3.then("HEAD", Fault.DENIED).then("PUT", Fault.DENIED);
    assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(StoreAccessDeniedException.class);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class)
        .hasMessageContaining("SignatureDoesNotMatch")
        .hasMessageContaining("Check the credentials")
        .hasMessageNotContaining("very-secret");
  }

  @Test
  void aBucketThatIsMissingIsNotAnObjectThatIsMissing() {
    s3.then("HEAD", Fault.NO_BUCKET).then("GET", Fault.NO_BUCKET, Fault.NO_BUCKET);
    assertThatThrownBy(() -> store.head(KEY))
        .isInstanceOf(ObjectStoreException.class)
        .isNotInstanceOf(ObjectNotFoundException.class)
        .hasMessageContaining("Create the bucket");
    assertThatThrownBy(() -> store.get(KEY, GetOptions.all()))
        .isNotInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void keysAreDeletedOneByOneWhereBulkDeleteIsMissing() throws IOException {
    s3.then("BULK_DELETE", Fault.LACKING);
    s3.store("srv/x", SMALL);
    DeleteResult result = store.delete(List.of(KEY, ObjectKey.of("absent")));
    assertThat(result.deleted()).containsExactly(KEY, ObjectKey.of("absent"));
    assertThat(s3.object("srv/x")).isNull();
    store.delete(List.of(KEY));
    assertThat(s3.requests("BULK_DELETE")).as("asked for only once").hasSize(1);
  }

  @Test
  void oneKeyThatFailsLeavesTheOthersDeleted() throws IOException {
    s3.then("BULK_DELETE", Fault.LACKING).then("DELETE", Fault.DENIED);
    DeleteResult result = store.delete(List.of(KEY, ObjectKey.of("b")));
    assertThat(result.deleted()).containsExactly(ObjectKey.of("b"));
    assertThat(result.failed().get(KEY)).isInstanceOf(StoreAccessDeniedException.class);
  }

  @Test
  void noBucketIsEverCreatedOrAskedFor() throws IOException {
    put(SMALL, PutOptions.overwrite());
    store.head(KEY);
    assertThat(s3.requests()).noneMatch(request -> request.key().isEmpty());
  }

  /** Ten days old is an upload whose process was killed; one that has just got a part runs. */
  @Test
  void anUploadThatNobodyCompletesIsALeftover() throws IOException {
    s3.then("PART", Fault.DENIED).then("ABORT", Fault.DENIED);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite())).isNotNull();
    Instant now = Instant.now();
    Instant before = now.minus(Duration.ofDays(1));
    assertThat(store.leftovers("srv/", before)).as("it has just begun").isEmpty();
    s3.uploadsOf(now.minus(Duration.ofDays(10)), now);
    assertThat(store.leftovers("srv/", before)).as("it has just got a part").isEmpty();
    s3.uploadsOf(now.minus(Duration.ofDays(10)), now.minus(Duration.ofDays(9)));
    Leftover left = store.leftovers("srv/", before).get(0);
    assertThat(left.kind()).isEqualTo(Leftover.Kind.OPEN_UPLOAD);
    assertThat(store.remove(left, before)).isTrue();
    assertThat(s3.openUploads()).isZero();
  }

  private void put(byte[] bytes, PutOptions options) throws IOException {
    store.put(KEY, ObjectBody.of(bytes), options);
  }

  private void assertHeld(byte[] bytes) {
    assertThat(s3.object("srv/x")).isEqualTo(bytes);
    assertThat(s3.openUploads()).isZero();
  }

  private void assertNothingLeft() {
    assertThat(s3.object("srv/x")).isNull();
    assertThat(s3.openUploads()).isZero();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
