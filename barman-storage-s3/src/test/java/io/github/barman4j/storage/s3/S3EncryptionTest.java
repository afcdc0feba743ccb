/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.s3.ScriptedS3.Request;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** barman#350: encryption was asked for, and not applied to every object. */
final class S3EncryptionTest {

  private static final ObjectKey KEY = ObjectKey.of("x");
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String COPY_SOURCE_SSE = "x-amz-copy-source-server-side-encryption";
  private static final Secret CUSTOMER_KEY =
      Secret.of(Base64.getEncoder().encodeToString(new byte[32]));
  private static final Map<String, String> COMPLETE_KEY =
      Map.of(
          "-customer-algorithm",
          "AES256",
          "-customer-key",
          CUSTOMER_KEY.reveal(),
          "-customer-key-md5",
          "cLyPS3KoaSFGi/joRB3OUQ==");

  @Test
  void kmsIsAskedForWhereverAnObjectBegins() throws IOException {
    for (Request request : beginnings(S3Encryption.kms("the-key"))) {
      assertThat(request.headers())
          .as(request.operation())
          .containsEntry(SSE, "aws:kms")
          .containsEntry(SSE + "-aws-kms-key-id", "the-key")
          .containsEntry("x-amz-storage-class", "STANDARD_IA");
    }
  }

  @Test
  void s3ManagedIsAskedForWhereverAnObjectBegins() throws IOException {
    assertThat(beginnings(S3Encryption.s3Managed()))
        .allSatisfy(request -> assertThat(request.headers()).containsEntry(SSE, "AES256"));
  }

  /** As "Using server-side encryption with customer-provided keys" lists them. */
  @ParameterizedTest
  @CsvSource({
    "PUT, true, false",
    "CREATE, true, false",
    "PART, true, false",
    "COMPLETE, true, false",
    "GET, true, false",
    "HEAD, true, false",
    "COPY_PUT, true, true",
    "COPY_PART, true, true",
    "ABORT, false, false",
    "LIST, false, false",
    "DELETE, false, false",
    "BULK_DELETE, false, false",
    "GET_TAGS, false, false",
    "PUT_TAGS, false, false"
  })
  void aCustomersKeyIsWhereItMustBeAndNowhereElse(
      String operation, boolean forObject, boolean forSource) throws IOException {
    List<Request> requests =
        requests(S3Encryption.customerKey(CUSTOMER_KEY)).stream()
            .filter(request -> request.operation().equals(operation))
            .toList();
    assertThat(requests).as(operation).isNotEmpty();
    for (Request request : requests) {
      assertThat(customerHeaders(request, SSE)).isEqualTo(forObject ? COMPLETE_KEY : Map.of());
      assertThat(customerHeaders(request, COPY_SOURCE_SSE))
          .isEqualTo(forSource ? COMPLETE_KEY : Map.of());
    }
  }

  private static Map<String, String> customerHeaders(Request request, String prefix) {
    return request.headers().entrySet().stream()
        .filter(header -> header.getKey().toLowerCase(Locale.ROOT).startsWith(prefix))
        .collect(
            Collectors.toMap(
                header -> header.getKey().substring(prefix.length()).toLowerCase(Locale.ROOT),
                Map.Entry::getValue));
  }

  @Test
  void tagsAreOnBothKindsOfWrite() throws IOException {
    assertThat(beginnings(S3Encryption.bucketDefault()))
        .allSatisfy(
            request -> assertThat(request.headers()).containsEntry("x-amz-tagging", "a=b%20c"));
  }

  @Test
  void aKeyIsNeverShown() {
    S3Encryption encryption = S3Encryption.customerKey(CUSTOMER_KEY);
    S3Options options =
        S3Options.builder(S3Location.ofBucket("bucket")).encryption(encryption).build();
    assertThat(encryption + "" + options).doesNotContain(CUSTOMER_KEY.reveal());
  }

  private static List<Request> beginnings(S3Encryption encryption) throws IOException {
    List<Request> beginnings =
        requests(encryption).stream()
            .filter(request -> List.of("PUT", "CREATE", "COPY_PUT").contains(request.operation()))
            .toList();
    assertThat(beginnings).hasSize(4);
    return beginnings;
  }

  private static List<Request> requests(S3Encryption encryption) throws IOException {
    try (ScriptedS3 s3 = new ScriptedS3();
        S3ObjectStore store =
            S3ObjectStore.create(
                s3.options().encryption(encryption).storageClass("STANDARD_IA").build())) {
      PutOptions tagged = PutOptions.overwrite().withTags(ObjectTags.of(Map.of("a", "b c")));
      store.put(KEY, ObjectBody.of("small"), tagged);
      store.get(KEY, GetOptions.all()).close();
      store.head(KEY);
      store.copy(KEY, ObjectKey.of("copy"), tagged);
      store.put(ObjectKey.of("large"), ObjectBody.of(new byte[6 << 20]), tagged);
      tryConditionalCopy(store, tagged);
      store.list(ListRequest.prefix(""));
      store.tags(KEY);
      store.replaceTags(KEY, tagged.tags());
      store.delete(List.of(ObjectKey.of("a"), ObjectKey.of("b")));
      store.delete(List.of(ObjectKey.of("no\u0001xml")));
      return s3.requests();
    }
  }

  private static void tryConditionalCopy(S3ObjectStore store, PutOptions options) {
    try {
      store.copy(
          KEY, ObjectKey.of("copy2"), options.withCondition(PutOptions.ifAbsent().condition()));
    } catch (IOException e) {
      // The scripted server does not copy bytes, so the size is not confirmed.
      assertThat(e).hasMessageContaining("copy2");
    }
  }
}
