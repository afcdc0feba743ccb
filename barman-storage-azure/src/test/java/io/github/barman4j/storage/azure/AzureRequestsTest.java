/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.azure.ScriptedAzure.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is set for every object is on every request that writes one. */
final class AzureRequestsTest {

  private static final ObjectKey KEY = ObjectKey.of("x");
  private static final PutOptions TAGGED =
      PutOptions.overwrite().withTags(ObjectTags.of(Map.of("team", "d b")));

  private ScriptedAzure azure;
  private AzureObjectStore store;

  @BeforeEach
  void start() throws IOException {
    azure = new ScriptedAzure();
    store =
        AzureObjectStore.create(
            azure
                .options()
                .encryptionScope("scope")
                .accessTier("cool")
                .property("content-md5", "true")
                .build());
    store.put(KEY, ObjectBody.of("small"), TAGGED);
    store.put(KEY, ObjectBody.of(new byte[12 << 20]), TAGGED);
    store.put(ObjectKey.of("empty"), out -> {}, TAGGED);
  }

  @AfterEach
  void stop() {
    store.close();
    azure.close();
  }

  @Test
  void theEncryptionScopeIsOnEveryWrite() {
    assertThat(writes("PUT", "BLOCK", "COMMIT"))
        .hasSize(2 + 3 + 1)
        .allSatisfy(r -> assertThat(r.headers()).containsEntry("x-ms-encryption-scope", "scope"));
  }

  @Test
  void tierTagsAndWriteIdAreOnWhatMakesAnObjectVisible() {
    assertThat(writes("PUT", "COMMIT"))
        .hasSize(3)
        .allSatisfy(
            r ->
                assertThat(r.headers())
                    .containsEntry("x-ms-access-tier", "Cool")
                    .containsEntry("x-ms-tags", "team=d+b")
                    .containsEntry("x-ms-blob-content-type", "application/octet-stream")
                    .containsKey("x-ms-meta-barman4j_write"));
  }

  @Test
  void aChecksumIsOnEveryBody() {
    assertThat(writes("PUT", "BLOCK"))
        .allSatisfy(r -> assertThat(r.headers()).containsKey("Content-MD5"));
  }

  /** Blocks of other writes at the key may wait there, and all names have one length. */
  @Test
  void blocksOfTwoWritesHaveDifferentNames() throws IOException {
    store.put(KEY, ObjectBody.of(new byte[12 << 20]), TAGGED);
    assertThat(writes("BLOCK"))
        .hasSize(6)
        .extracting(request -> request.query().replaceAll(".*blockid=", ""))
        .doesNotHaveDuplicates()
        .extracting(String::length)
        .containsOnly(60);
  }

  private List<Request> writes(String... operations) {
    return List.of(operations).stream().flatMap(o -> azure.requests(o).stream()).toList();
  }
}
