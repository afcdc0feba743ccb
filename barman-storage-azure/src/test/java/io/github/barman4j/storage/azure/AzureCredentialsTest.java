/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.Utility;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.azure.ScriptedAzure.Fault;
import io.github.barman4j.storage.azure.ScriptedAzure.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that rotate or expire while a store is in use. */
final class AzureCredentialsTest {

  private static final ObjectKey KEY = ObjectKey.of("x");
  private static final byte[] PART = new byte[5 << 20];
  private static final Secret OLD = Secret.of("sv=1&sig=old");
  private static final Secret NEW = Secret.of("?sv=1&sig=new");

  private ScriptedAzure azure;

  @BeforeEach
  void start() throws IOException {
    azure = new ScriptedAzure();
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void rotateCredentialsWhileAnUploadRuns() throws IOException {
    AtomicReference<Secret> token = new AtomicReference<>(OLD);
    try (AzureObjectStore store = store(azure.withoutCredentials().sasToken(token::get))) {
      store.put(KEY, rotatingAfterTwoParts(() -> token.set(NEW)), PutOptions.overwrite());
    }
    assertThat(azure.object("x")).hasSize(3 * PART.length);
    assertThat(azure.requests("BLOCK").get(0).query()).contains("sig=old");
    assertThat(azure.requests("COMMIT").get(0).query()).contains("sig=new");
    assertThat(azure.requests()).allSatisfy(r -> assertThat(r.query()).containsOnlyOnce("sig="));
  }

  @Test
  void rotateCredentialsInAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "b2xk\n");
    AzureOptions.Builder options =
        azure.withoutCredentials().property("account-key-file", file.toString());
    try (AzureObjectStore store = store(options)) {
      store.put(KEY, rotatingAfterTwoParts(() -> Files.delete(file)), PutOptions.overwrite());
      assertThat(azure.object("x")).as("a file that is away for a moment").isNotNull();
      Files.writeString(file, "bmV3");
      store.put(KEY, ObjectBody.of(PART), PutOptions.overwrite());
    }
    assertSigned(azure.requests("COMMIT").get(0), "b2xk");
    assertSigned(azure.requests("PUT").get(0), "bmV3");
  }

  private void assertSigned(Request request, String key) throws IOException {
    StorageSharedKeyCredential credential = new StorageSharedKeyCredential("acc", key);
    HttpHeaders headers = new HttpHeaders();
    request.headers().forEach((name, value) -> headers.set(HttpHeaderName.fromString(name), value));
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    URL url =
        URI.create(
                azure.location().endpoint()
                    + "/container/"
                    + Utility.urlEncode(request.key())
                    + query)
            .toURL();
    assertThat(credential.generateAuthorizationHeader(url, request.method(), headers, false))
        .isEqualTo(request.headers().get("Authorization"));
  }

  @Test
  void expiredTokenIsReplacedByTheNextOne() throws IOException {
    Deque<Secret> tokens = new ArrayDeque<>(List.of(OLD, OLD, NEW));
    azure.then("PUT", Fault.DENIED);
    try (AzureObjectStore store =
        store(
            azure
                .withoutCredentials()
                .sasToken(() -> tokens.size() > 1 ? tokens.remove() : tokens.element()))) {
      store.put(KEY, ObjectBody.of(PART), PutOptions.ifAbsent());
    }
    assertThat(azure.object("x")).isEqualTo(PART);
    assertThat(azure.requests("PUT"))
        .extracting(Request::query)
        .containsExactly("sv=1&sig=old", "sv=1&sig=new");
  }

  @Test
  void expiredTokenWithoutANewOneIsAnErrorOfItsOwn() {
    azure.then("PUT", Fault.DENIED);
    try (AzureObjectStore store = store(azure.withoutCredentials().sasToken(OLD))) {
      assertThatThrownBy(() -> store.put(KEY, ObjectBody.of(PART), PutOptions.overwrite()))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageNotContaining("sig=");
    }
    assertThat(azure.requests("PUT")).hasSize(1);
  }

  @Test
  void aSecretThatCannotBeReadIsAnErrorThatNamesTheFile(@TempDir Path directory) {
    Path file = directory.resolve("absent");
    AzureOptions options =
        azure.withoutCredentials().property("sas-token-file", file.toString()).build();
    assertThatThrownBy(() -> AzureObjectStore.create(options))
        .hasMessageContaining(file.toString());
  }

  private static AzureObjectStore store(AzureOptions.Builder options) {
    return AzureObjectStore.create(options.build());
  }

  private interface Rotation {
    void run() throws IOException;
  }

  private ObjectBody rotatingAfterTwoParts(Rotation rotation) {
    return out -> {
      out.write(PART);
      out.write(PART);
      await().until(() -> !azure.requests("BLOCK").isEmpty());
      rotation.run();
      out.write(PART);
    };
  }
}
