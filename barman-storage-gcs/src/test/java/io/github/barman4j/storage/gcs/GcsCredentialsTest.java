/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.auth.oauth2.OAuth2CredentialsWithRefresh;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.testing.servers.GcsFault;
import io.github.barman4j.testing.servers.GcsServer;
import io.github.barman4j.testing.servers.GcsServer.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that expire or are replaced while a store is in use. */
final class GcsCredentialsTest {

  private static final int PART = GcsOptions.QUANTUM;
  private static final ObjectKey KEY = ObjectKey.of("x");
  private static final byte[] LARGE = bytes();

  @TempDir private Path directory;
  private Path keyFile;
  private GcsServer server;
  private String bucket;

  @BeforeEach
  void start() {
    server = GcsServer.start();
    bucket = server.createBucket();
    keyFile = directory.resolve("key.json");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void expiredTokensAreRenewedInTheMiddleOfAnUpload() throws IOException {
    write(server.createServiceAccount());
    try (GcsObjectStore store = withKeyFile()) {
      store.put(KEY, interrupted(server::expireTokens), PutOptions.overwrite());
      assertHeld(store);
      server.expireTokens();
      assertThat(store.list(ListRequest.prefix("")).objects()).hasSize(1);
      server.expireTokens();
      store.delete(List.of(KEY, ObjectKey.of("absent"))).throwIfIncomplete();
    }
    assertThat(server.names(bucket)).isEmpty();
    assertThat(server.requests("TOKEN")).hasSizeGreaterThan(3);
  }

  @Test
  void rotatedCredentialsArePickedUpInTheMiddleOfAnUpload() throws IOException {
    ServiceAccount old = server.createServiceAccount();
    write(old);
    try (GcsObjectStore store = withKeyFile()) {
      store.put(
          KEY,
          interrupted(
              () -> {
                write(server.createServiceAccount());
                server.revoke(old);
              }),
          PutOptions.overwrite());
      assertHeld(store);
    }
  }

  @Test
  void rotatedCredentialsArePickedUpByComposedUploads() throws IOException {
    ServiceAccount old = server.createServiceAccount();
    write(old);
    try (GcsObjectStore store =
        GcsObjectStore.create(options().keyFile(keyFile).parallelComposite().build())) {
      store.put(
          KEY,
          interrupted(
              () -> {
                write(server.createServiceAccount());
                server.revoke(old);
              }),
          PutOptions.overwrite());
      assertHeld(store);
      assertThat(server.names(bucket)).containsExactly("x");
    }
  }

  /** Kubernetes replaces the directory that a mounted secret's file is a link into. */
  @Test
  void rotatedCredentialsOfTheEnvironmentArePickedUp() throws Exception {
    ServiceAccount old = server.createServiceAccount();
    Path first = Files.createDirectory(directory.resolve("..1"));
    Files.writeString(first.resolve("key.json"), old.keyFile());
    Path link = Files.createSymbolicLink(directory.resolve("..data"), first);
    Files.createSymbolicLink(keyFile, link.resolve("key.json"));
    GcsOptions options = options().identity(GcsIdentity.APPLICATION_DEFAULT).build();
    Map<String, String> environment = Map.of("GOOGLE_APPLICATION_CREDENTIALS", keyFile.toString());
    try (Storage client = GcsClients.create(options, environment);
        GcsObjectStore store = GcsObjectStore.create(options, client)) {
      store.put(KEY, interrupted(() -> relink(link, old)), PutOptions.overwrite());
      assertHeld(store);
    }
  }

  private void relink(Path link, ServiceAccount old) throws IOException {
    Path second = Files.createDirectory(directory.resolve("..2"));
    Files.writeString(second.resolve("key.json"), server.createServiceAccount().keyFile());
    Path fresh = Files.createSymbolicLink(directory.resolve("..data_tmp"), second);
    Files.move(fresh, link, StandardCopyOption.REPLACE_EXISTING);
    server.revoke(old);
  }

  @Test
  void aKeyFileThatIsAwayForAMomentDoesNoHarm() throws IOException {
    write(server.createServiceAccount());
    try (GcsObjectStore store = withKeyFile()) {
      store.put(KEY, interrupted(() -> Files.delete(keyFile)), PutOptions.overwrite());
      assertHeld(store);
    }
  }

  @Test
  void aRevokedKeyIsDeniedAccessAndTheUploadIsCancelled() throws IOException {
    ServiceAccount old = server.createServiceAccount();
    write(old);
    try (GcsObjectStore store = withKeyFile()) {
      assertThatThrownBy(
              () -> store.put(KEY, interrupted(() -> server.revoke(old)), PutOptions.overwrite()))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining("Check the credentials")
          .hasMessageNotContaining("PRIVATE KEY");
      assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.list(ListRequest.prefix("")))
          .isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.delete(List.of(KEY, ObjectKey.of("y"))))
          .isInstanceOf(StoreAccessDeniedException.class);
    }
    assertThat(server.names(bucket)).isEmpty();
  }

  @Test
  void aKeyFileThatIsMissingOrNoneIsDeniedAccessWhenItIsNeeded() throws IOException {
    try (GcsObjectStore store = withKeyFile()) {
      assertThatThrownBy(() -> store.head(KEY))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining(keyFile.toString());
      Files.writeString(keyFile, "{\"type\": \"nothing\"}");
      assertThatThrownBy(() -> store.list(ListRequest.prefix("")))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining(keyFile.toString());
      write(server.createServiceAccount());
      assertThat(store.list(ListRequest.prefix("")).objects()).isEmpty();
    }
  }

  @Test
  void aFixedTokenThatExpiresIsDeniedAccess() throws IOException {
    server.acceptOnly("right");
    OAuth2Credentials fixed = OAuth2Credentials.create(token("right"));
    try (GcsObjectStore store = GcsObjectStore.create(options().credentials(fixed).build())) {
      store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite());
      server.acceptOnly("another");
      assertThatThrownBy(() -> store.head(KEY))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining("401")
          .hasMessageNotContaining("right");
      assertThatThrownBy(() -> store.list(ListRequest.prefix("")))
          .isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite()))
          .isInstanceOf(StoreAccessDeniedException.class);
      assertThat(store.delete(List.of(KEY, ObjectKey.of("y"))).failed().values())
          .hasSize(2)
          .allMatch(StoreAccessDeniedException.class::isInstance);
    }
    assertThat(server.openUploads()).isZero();
  }

  @Test
  void rotatedCredentialsOfTheCallersOwnArePickedUp() throws IOException {
    AtomicReference<String> current = new AtomicReference<>("first");
    server.acceptOnly("first");
    Credentials own =
        OAuth2CredentialsWithRefresh.newBuilder()
            .setAccessToken(token("first"))
            .setRefreshHandler(() -> token(current.get()))
            .build();
    try (GcsObjectStore store = GcsObjectStore.create(options().credentials(own).build())) {
      store.put(
          KEY,
          interrupted(
              () -> {
                current.set("second");
                server.acceptOnly("second");
              }),
          PutOptions.overwrite());
      assertHeld(store);
    }
  }

  @Test
  void aClientOfTheCallersOwnWhoseTokenExpiresIsDeniedAccess() throws Exception {
    server.acceptOnly("right");
    StorageOptions own =
        StorageOptions.http()
            .setHost(server.endpoint().toString())
            .setProjectId("p")
            .setCredentials(OAuth2Credentials.create(token("right")))
            .build();
    try (Storage client = own.getService();
        GcsObjectStore store = GcsObjectStore.create(options().build(), client)) {
      store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite());
      server.acceptOnly("another");
      assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.list(ListRequest.prefix("")))
          .isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite()))
          .isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.copy(KEY, ObjectKey.of("y"), PutOptions.overwrite()))
          .isInstanceOf(StoreAccessDeniedException.class);
      assertThatThrownBy(() -> store.delete(List.of(KEY, ObjectKey.of("y"))))
          .isInstanceOf(StoreAccessDeniedException.class);
    }
  }

  @Test
  void aStormOfTheTokenServerPasses() throws IOException {
    write(server.createServiceAccount());
    server.then("TOKEN", GcsFault.BUSY, GcsFault.BUSY);
    try (GcsObjectStore store = withKeyFile()) {
      assertThat(store.list(ListRequest.prefix("")).objects()).isEmpty();
    }
  }

  private static AccessToken token(String value) {
    return new AccessToken(value, Date.from(Instant.now().plusSeconds(3600)));
  }

  private GcsObjectStore withKeyFile() {
    return GcsObjectStore.create(options().keyFile(keyFile).build());
  }

  private GcsOptions.Builder options() {
    return GcsOptions.forEmulator(GcsLocation.ofBucket(bucket), server.endpoint())
        .partSize(PART)
        .property("max-attempts", "3");
  }

  /** Something that happens while a body is written, after some parts have been sent. */
  @FunctionalInterface
  private interface Event {
    void happen() throws IOException;
  }

  private static ObjectBody interrupted(Event event) {
    return out -> {
      out.write(LARGE, 0, 2 * PART + 1);
      event.happen();
      out.write(LARGE, 2 * PART + 1, LARGE.length - 2 * PART - 1);
    };
  }

  /** Replaces the file at once, as those who rotate keys do. */
  private void write(ServiceAccount account) throws IOException {
    Path fresh = Files.writeString(directory.resolve("new.json"), account.keyFile());
    Files.move(fresh, keyFile, StandardCopyOption.REPLACE_EXISTING);
  }

  private void assertHeld(GcsObjectStore store) throws IOException {
    try (ObjectContent content = store.get(KEY, GetOptions.all())) {
      assertThat(Arrays.equals(content.stream().readAllBytes(), LARGE)).isTrue();
    } catch (ObjectStoreException e) {
      throw new AssertionError(e);
    }
    assertThat(server.openUploads()).isZero();
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[5 * PART];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
