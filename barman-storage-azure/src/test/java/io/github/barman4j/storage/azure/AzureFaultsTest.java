/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.storage.azure.ScriptedAzure.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad luck with a store: typed errors, nothing wrong becomes visible. */
@Timeout(60)
final class AzureFaultsTest {

  private static final ObjectKey KEY = ObjectKey.of("srv/x");
  private static final byte[] SMALL = bytes(1000);
  private static final byte[] LARGE = bytes(12 << 20);

  private ScriptedAzure azure;
  private AzureObjectStore store;

  @BeforeEach
  void start() throws IOException {
    azure = new ScriptedAzure();
    store = AzureObjectStore.create(azure.options().build());
  }

  @AfterEach
  void stop() {
    store.close();
    azure.close();
  }

  @Test
  void aStormOf503PassesUnnoticed() throws IOException {
    azure
        .then("PUT", Fault.BUSY, Fault.BUSY)
        .then("BLOCK", Fault.BUSY, Fault.BUSY)
        .then("COMMIT", Fault.BUSY);
    put(SMALL, PutOptions.overwrite());
    assertHeld(SMALL);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
  }

  @Test
  void aStormThatDoesNotEndIsRetryable() {
    azure.then("PUT", Fault.BUSY, Fault.BUSY, Fault.BUSY);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("ServerBusy")
        .hasMessageContaining("/acc/container/p srv/x");
    assertThat(azure.object("srv/x")).isNull();
  }

  /** barman#788: a store that hung made the client hang for ever. */
  @Test
  void aStoreThatHangsEndsInAnError() {
    azure.then("HEAD", Fault.HANG, Fault.HANG, Fault.HANG);
    assertThatThrownBy(() -> store.head(KEY))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .isNotInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void aPutThatNobodyAnswersIsNotSaidToHaveFailed() {
    azure.then("PUT", Fault.HANG, Fault.HANG, Fault.HANG);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOf(WriteOutcomeUnknownException.class)
        .hasMessageContaining("Read the key");
  }

  @Test
  void aBlockThatIsCutIsSentAgainWhole() throws IOException {
    azure.then("BLOCK", Fault.CUT, Fault.CUT, Fault.HANG);
    put(LARGE, PutOptions.overwrite());
    assertHeld(LARGE);
    assertThat(azure.requests("BLOCK")).hasSize(3 + 3);
  }

  @Test
  void aBlockThatCannotBeSentEndsThePut() {
    azure.then("BLOCK", Fault.DENIED);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertNothingVisible();
  }

  /** The producer of a large body is told by its next write, not at the end. */
  @Test
  void theProducerLearnsSoonThatABlockFailed() {
    azure.then("BLOCK", Fault.DENIED);
    ObjectBody endless =
        out -> {
          while (true) {
            out.write(SMALL);
          }
        };
    assertThatThrownBy(() -> store.put(KEY, endless, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertNothingVisible();
  }

  @Test
  void aCommitThatSaysSuccessIsNotBelieved() {
    azure.then("COMMIT", Fault.LIE);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOf(WriteOutcomeUnknownException.class);
    assertNothingVisible();
  }

  @Test
  void aCreateWhoseAnswerWasLostIsNotRefusedByItself() throws IOException {
    azure.then("PUT", Fault.LOSE_ANSWER);
    put(SMALL, PutOptions.ifAbsent());
    assertHeld(SMALL);
    assertThat(azure.requests("PUT")).hasSize(2);
  }

  @Test
  void aLargeCreateWhoseAnswerWasLostIsNotRefusedByItself() throws IOException {
    azure.then("COMMIT", Fault.LOSE_ANSWER);
    put(LARGE, PutOptions.ifAbsent());
    assertHeld(LARGE);
  }

  @Test
  void aCreateThatIsRepeatedAndLosesToAnotherWriterSaysSo() {
    azure.then("PUT", Fault.CUT);
    azure.store("srv/x", SMALL);
    assertThatThrownBy(() -> put(SMALL, PutOptions.ifAbsent()))
        .isInstanceOf(ObjectAlreadyExistsException.class);
  }

  @Test
  void aPutThatLosesEveryAnswerIsFoundToHaveHappened() throws IOException {
    azure.then("PUT", Fault.LOSE_ANSWER, Fault.LOSE_ANSWER, Fault.LOSE_ANSWER);
    put(SMALL, PutOptions.overwrite());
    assertHeld(SMALL);
  }

  /** The first attempt was done, the second is signed with what has expired. */
  @Test
  void aPutThatIsRepeatedAndDeniedIsFoundToHaveHappened() throws IOException {
    azure.then("PUT", Fault.LOSE_ANSWER, Fault.DENIED);
    put(SMALL, PutOptions.overwrite());
    assertHeld(SMALL);
  }

  @Test
  void aStoreThatDiesAfterItHasWrittenIsNotSaidToHaveFailed() {
    azure.then("PUT", Fault.DIE);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOf(WriteOutcomeUnknownException.class);
  }

  @Test
  void aStoreThatIsNotThereHasWrittenNothing() {
    azure.close();
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .isNotInstanceOf(WriteOutcomeUnknownException.class);
  }

  /** A commit at the same key discards the blocks that others have waiting there. */
  @Test
  void blocksThatAnotherWriterDiscardedAreToldApart() {
    azure.store("srv/x", SMALL);
    azure.then("COMMIT", Fault.DISPLACED, Fault.DISPLACED);
    assertThatThrownBy(() -> put(LARGE, PutOptions.overwrite()))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue());
    assertThatThrownBy(() -> put(LARGE, PutOptions.ifAbsent()))
        .isInstanceOf(ObjectAlreadyExistsException.class);
    assertHeld(SMALL);
  }

  @Test
  void aShortAnswerIsAnError() throws IOException {
    assertBreaks(Fault.TRUNCATE);
  }

  @Test
  void anAnswerThatStandsStillIsAnError() throws IOException {
    assertBreaks(Fault.STALL);
  }

  private void assertBreaks(Fault fault) throws IOException {
    azure.store("srv/x", LARGE);
    azure.then("GET", fault);
    try (ObjectContent content = store.get(KEY, GetOptions.all())) {
      assertThatThrownBy(() -> content.stream().readAllBytes())
          .isInstanceOfSatisfying(
              ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
          .hasMessageContaining("of " + LARGE.length + " bytes");
    }
  }

  @Test
  void wrongCredentialsAreNamedAndNotShown() {
    azure.then("HEAD", Fault.DENIED).then("PUT", Fault.DENIED).then("GET", Fault.DENIED);
    assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(StoreAccessDeniedException.class);
    assertThatThrownBy(() -> store.get(KEY, GetOptions.all()))
        .isInstanceOf(StoreAccessDeniedException.class);
    assertThatThrownBy(() -> put(SMALL, PutOptions.overwrite()))
        .isInstanceOf(StoreAccessDeniedException.class)
        .hasMessageContaining("AuthenticationFailed")
        .hasMessageContaining("Check the credentials")
        .hasMessageNotContaining("dmVyeS1zZWNyZXQ");
  }

  @Test
  void aContainerThatIsMissingIsNotAnObjectThatIsMissing() {
    azure.then("HEAD", Fault.NO_CONTAINER).then("GET", Fault.NO_CONTAINER);
    assertThatThrownBy(() -> store.head(KEY))
        .isInstanceOf(ObjectStoreException.class)
        .isNotInstanceOf(ObjectNotFoundException.class)
        .hasMessageContaining("Create the container");
    assertThatThrownBy(() -> store.get(KEY, GetOptions.all()))
        .isNotInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void keysAreDeletedInBatches() throws IOException {
    List<ObjectKey> keys =
        IntStream.range(0, 300).mapToObj(i -> ObjectKey.of("a b/%25+é/" + i)).toList();
    keys.stream().skip(1).forEach(key -> azure.store(key.value(), SMALL));
    assertThat(store.delete(keys).deleted()).containsExactlyElementsOf(keys);
    assertThat(keys).noneMatch(key -> azure.object(key.value()) != null);
    assertThat(azure.requests("BATCH")).as("of 256 keys").hasSize(2);
    assertThat(azure.requests("DELETE")).as("for the one that was not there").hasSize(1);
  }

  @Test
  void keysAreDeletedOneByOneWhereBatchesAreMissing() throws IOException {
    azure.then("BATCH", Fault.LACKING);
    azure.store("srv/x", SMALL);
    List<ObjectKey> keys = List.of(KEY, ObjectKey.of("absent"));
    DeleteResult result = store.delete(keys);
    assertThat(result.deleted()).containsExactlyElementsOf(keys);
    assertThat(azure.object("srv/x")).isNull();
    store.delete(keys);
    assertThat(azure.requests("BATCH")).as("asked for only once").hasSize(1);
  }

  @Test
  void oneKeyThatFailsLeavesTheOthersDeleted() throws IOException {
    azure.then("BATCH", Fault.LACKING).then("DELETE", Fault.DENIED);
    DeleteResult result = store.delete(List.of(KEY, ObjectKey.of("b")));
    assertThat(result.deleted()).containsExactly(ObjectKey.of("b"));
    assertThat(result.failed().get(KEY)).isInstanceOf(StoreAccessDeniedException.class);
  }

  @Test
  void noContainerIsEverCreatedOrAskedFor() throws IOException {
    put(SMALL, PutOptions.overwrite());
    store.head(KEY);
    assertThat(azure.requests()).noneMatch(request -> request.key().isEmpty());
  }

  /** Azure copies up to 256 MiB in one request. */
  @Test
  void aLargeObjectIsCopiedInBlocks() throws IOException {
    azure.store("srv/x", LARGE);
    AzureOptions options = azure.options().build();
    AzureAccess access = options.access();
    AzureContext context = AzureContext.of(AzureClients.create(options, access), options, access);
    new AzureCopies(context, new AzureReads(context), 5 << 20)
        .copy(KEY, ObjectKey.of("copy"), PutOptions.ifAbsent());
    assertThat(azure.object("copy")).isEqualTo(LARGE);
    assertThat(azure.requests("COPY_BLOCK"))
        .hasSize(3)
        .allSatisfy(block -> assertThat(block.headers().get("x-ms-copy-source")).contains("sig="));
  }

  private void put(byte[] bytes, PutOptions options) throws IOException {
    store.put(KEY, ObjectBody.of(bytes), options);
  }

  private void assertHeld(byte[] bytes) {
    assertThat(azure.object("srv/x")).isEqualTo(bytes);
  }

  private void assertNothingVisible() {
    assertThat(azure.object("srv/x")).isNull();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
