/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.testing.servers.AzuriteServer;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every way to authorise that Azurite can check, and what happens when it changes. */
final class AzureCredentialsIT {

  private static final ObjectKey KEY = ObjectKey.of("a b/x");
  private static final byte[] PART = new byte[256 << 10];

  @SuppressWarnings("NullAway.Init")
  private static AzuriteServer server;

  @SuppressWarnings("NullAway.Init")
  private static String container;

  @BeforeAll
  static void start() {
    server = AzuriteServer.start();
    container = server.createContainer();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aConnectionStringOfTheEnvironmentIsEnough() throws IOException {
    assertWorks(
        options()
            .environment(Map.of("AZURE_STORAGE_CONNECTION_STRING", server.connectionString())));
  }

  @Test
  void aSasTokenOfTheContainerIsEnough() throws IOException {
    assertWorks(options().sasToken(sas(Duration.ofHours(1))));
  }

  @Test
  void aClientOfTheCallerIsUsed() throws IOException {
    AzureOptions options = options().build();
    try (ObjectStore store = AzureObjectStore.create(options, client())) {
      assertWorks(store);
    }
  }

  @Test
  void rotateCredentialsFromOneKeyToTheOther() throws IOException {
    AtomicReference<Secret> key = new AtomicReference<>(Secret.of(server.accountKey()));
    try (ObjectStore store = AzureObjectStore.create(options().accountKey(key::get).build())) {
      ObjectBody body =
          out -> {
            out.write(new byte[3 * PART.length]);
            key.set(Secret.of(server.secondAccountKey()));
            out.write(new byte[3 * PART.length]);
          };
      assertThat(store.put(KEY, body, PutOptions.overwrite()).size()).isEqualTo(6L * PART.length);
    }
  }

  @Test
  void expiredTokenIsReplacedWhileAnUploadRuns() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Secret expired = sas(Duration.ofMinutes(-1));
    Secret valid = sas(Duration.ofHours(1));
    AzureOptions.Builder options =
        options()
            .uploadThreads(1)
            .sasToken(() -> asked.incrementAndGet() % 3 == 0 ? expired : valid);
    try (ObjectStore store = AzureObjectStore.create(options.build())) {
      byte[] bytes = new byte[6 * PART.length];
      assertThat(store.put(KEY, ObjectBody.of(bytes), PutOptions.overwrite()).size())
          .isEqualTo(bytes.length);
    }
  }

  @Test
  void expiredTokenWithoutANewOneIsAnErrorOfItsOwn() {
    assertDenied(options().sasToken(sas(Duration.ofMinutes(-1))));
  }

  @Test
  void aWrongKeyIsAnErrorOfItsOwn() {
    assertDenied(options().accountKey(Secret.of("d3Jvbmc=")));
  }

  @Test
  void tagsOfWhatIsNotThereAreNotReplaced() {
    try (ObjectStore store =
        AzureObjectStore.create(options().accountKey(Secret.of(server.accountKey())).build())) {
      assertThatThrownBy(
              () -> store.replaceTags(ObjectKey.of("absent"), ObjectTags.of(Map.of("k", "v"))))
          .isInstanceOf(ObjectNotFoundException.class);
    }
  }

  private static void assertDenied(AzureOptions.Builder options) {
    try (ObjectStore store = AzureObjectStore.create(options.build())) {
      assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.get(KEY, GetOptions.all()))
          .isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.list(ListRequest.prefix("")))
          .isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.put(KEY, ObjectBody.of(PART), PutOptions.overwrite()))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining("Check the credentials");
      assertThatThrownBy(() -> store.delete(List.of(KEY)).throwIfIncomplete())
          .isInstanceOf(IOException.class);
    }
  }

  private static void assertWorks(AzureOptions.Builder options) throws IOException {
    try (ObjectStore store = AzureObjectStore.create(options.build())) {
      assertWorks(store);
    }
  }

  private static void assertWorks(ObjectStore store) throws IOException {
    store.put(KEY, ObjectBody.of(new byte[3 * PART.length]), PutOptions.ifAbsent());
    try (ObjectContent content = store.get(KEY, GetOptions.all())) {
      assertThat(content.stream().readAllBytes()).hasSize(3 * PART.length);
    }
    store.copy(KEY, ObjectKey.of("copy"), PutOptions.overwrite());
    assertThat(store.list(ListRequest.prefix("")).objects()).hasSize(2);
    store.delete(List.of(KEY, ObjectKey.of("copy"))).throwIfIncomplete();
    assertThat(store.list(ListRequest.prefix("")).objects()).isEmpty();
  }

  private static AzureOptions.Builder options() {
    return AzureOptions.builder(AzureStoreFixture.location(server, container))
        .environment(Map.of())
        .partSize(PART.length);
  }

  private static BlobContainerClient client() {
    AzureOptions options = options().accountKey(Secret.of(server.accountKey())).build();
    return AzureClients.create(options, options.access());
  }

  private static Secret sas(Duration valid) {
    BlobContainerSasPermission permissions = BlobContainerSasPermission.parse("racwdlt");
    return Secret.of(
        client()
            .generateSas(
                new BlobServiceSasSignatureValues(OffsetDateTime.now().plus(valid), permissions)));
  }
}
