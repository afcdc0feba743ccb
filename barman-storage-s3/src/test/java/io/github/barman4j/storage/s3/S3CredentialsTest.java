/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.s3.ScriptedS3.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.profiles.ProfileFile;

/** Credentials: where they come from, that they rotate while a store runs, and that they expire. */
final class S3CredentialsTest {

  private static final ObjectKey KEY = ObjectKey.of("srv/x");
  private static final byte[] LARGE = bytes(18 << 20);

  @TempDir private Path directory;
  private ScriptedS3 s3;
  private ScriptedIdentity identity;

  @BeforeEach
  void start() throws IOException {
    s3 = new ScriptedS3();
    identity = new ScriptedIdentity();
  }

  @AfterEach
  void stop() {
    s3.close();
    identity.close();
  }

  @ParameterizedTest
  @CsvSource({
    "403, InvalidAccessKeyId",
    "403, ExpiredToken",
    "400, ExpiredToken",
    "400, InvalidToken",
    "403, SignatureDoesNotMatch",
    "403, AccessDenied",
    "401, ''"
  })
  void rotateCredentialsInTheMiddleOfAnUpload(int status, String code) throws IOException {
    AtomicReference<AwsCredentials> current = new AtomicReference<>(session(1));
    s3.before(
        "PART",
        3,
        () -> {
          s3.refuse("token-1", status, code);
          current.set(session(2));
        });
    try (S3ObjectStore store = store(anonymous().credentials(current::get))) {
      store.put(KEY, ObjectBody.of(LARGE), PutOptions.ifAbsent());
      store.head(KEY);
    }
    assertWritten();
    assertThat(s3.requests("COMPLETE").get(0).signers()).containsExactly("ROLE-2", "token-2");
  }

  /** S3Proxy refuses a part before it reads it, which shows as a broken pipe. */
  @Test
  void rotateCredentialsThatAreRefusedByCuttingTheConnection() throws IOException {
    AtomicReference<AwsCredentials> current = new AtomicReference<>(session(1));
    s3.then("PART", Fault.CUT, Fault.CUT, Fault.CUT);
    s3.before("PART", 1, () -> current.set(session(2)));
    try (S3ObjectStore store =
        store(anonymous().credentials(current::get).property("upload-threads", "1"))) {
      store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite());
    }
    assertWritten();
  }

  @Test
  void rotateCredentialsInAFile() throws IOException {
    Path file = credentials(1, Instant.now().minusSeconds(60));
    s3.before(
        "PART",
        3,
        () -> {
          s3.refuse("ROLE-1", 403, "InvalidAccessKeyId");
          credentials(2, Instant.now());
        });
    try (S3ObjectStore store =
        store(anonymous().property("credentials-file", file.toString()).profile("backup"))) {
      store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite());
    }
    assertWritten();
    assertThat(s3.requests("COMPLETE").get(0).signers()).containsExactly("ROLE-2", "token-2");
  }

  @Test
  void aFileThatIsBeingReplacedKeepsWhatItHeld() throws IOException {
    Path file = credentials(1, Instant.now());
    S3ProfileFiles files = S3ProfileFiles.of(file);
    ProfileFile first = files.get();
    Files.writeString(file, "");
    assertThat(files.get()).isSameAs(first);
    Files.writeString(file, "[backup");
    assertThat(files.get()).isSameAs(first);
    Files.delete(file);
    assertThat(files.get()).isSameAs(first);
    credentials(2, Instant.now());
    assertThat(files.get().profile("backup").orElseThrow().property("aws_access_key_id"))
        .contains("ROLE-2");
  }

  @Test
  void rotateCredentialsAreUsedBeforeTheOldOnesEnd() throws IOException {
    AtomicReference<AwsCredentials> current = new AtomicReference<>(session(1));
    s3.before("PART", 1, () -> current.set(session(2)));
    try (S3ObjectStore store = store(anonymous().credentials(current::get))) {
      store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite());
    }
    assertWritten();
    assertThat(s3.requests("COMPLETE").get(0).signers()).contains("token-2");
  }

  @ParameterizedTest
  @CsvSource({"400, ExpiredToken", "403, ExpiredToken", "400, TokenRefreshRequired"})
  void expiredTokenWithNothingNewSaysSoAndWhatToDo(int status, String code) throws IOException {
    s3.refuse("token-1", status, code);
    try (S3ObjectStore store = store(anonymous().credentials(() -> session(1)))) {
      everyOperationOf(store)
          .forEach(
              (name, call) ->
                  assertThatThrownBy(call)
                      .as(name)
                      .isInstanceOf(StoreAccessDeniedException.class)
                      .hasMessageContaining(code)
                      .hasMessageContaining("have expired")
                      .hasMessageContaining("Renew them")
                      .hasMessageNotContaining("token-1"));
    }
    assertThat(s3.object("srv/x")).isNull();
  }

  @Test
  void expiredTokenInTheMiddleOfAnUploadPublishesNothing() throws IOException {
    s3.before("PART", 3, () -> s3.refuse("token-1", 400, "ExpiredToken"));
    try (S3ObjectStore store = store(anonymous().credentials(() -> session(1)))) {
      assertThatThrownBy(() -> store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite()))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining("have expired");
    }
    assertThat(s3.object("srv/x")).isNull();
  }

  /** The first attempt may have written: being refused by that is no failure. */
  @Test
  void rotateCredentialsAfterALostAnswerIsNotRefusedByItself() throws IOException {
    AtomicReference<AwsCredentials> current = new AtomicReference<>(session(1));
    s3.then("PUT", Fault.LOSE_ANSWER);
    s3.before(
        "PUT",
        2,
        () -> {
          s3.refuse("token-1", 400, "ExpiredToken");
          current.set(session(2));
        });
    try (S3ObjectStore store = store(anonymous().credentials(current::get))) {
      store.put(KEY, ObjectBody.of("small"), PutOptions.ifAbsent());
    }
    assertThat(s3.object("srv/x")).asString().isEqualTo("small");
  }

  @ParameterizedTest
  @CsvSource({
    "401, ''",
    "403, ''",
    "403, AccessDenied",
    "403, InvalidAccessKeyId",
    "400, InvalidToken",
    "403, SignatureDoesNotMatch",
    "400, AuthorizationHeaderMalformed",
    "403, AccountProblem",
    "400, UnrecognizedClientException",
    "403, InvalidSecurity"
  })
  void everyFormOfARefusalIsAccessDenied(int status, String code) throws IOException {
    s3.refuse("AKID", status, code);
    try (S3ObjectStore store = store(s3.options())) {
      everyOperationOf(store)
          .forEach(
              (name, call) ->
                  assertThatThrownBy(call).as(name).isInstanceOf(StoreAccessDeniedException.class));
    }
  }

  @Test
  void clocksThatAreApartAreSaidToBe() throws IOException {
    s3.then("PUT", Fault.SKEWED, Fault.SKEWED, Fault.SKEWED);
    try (S3ObjectStore store = store(s3.options())) {
      assertThatThrownBy(() -> store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite()))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining("Set this machine's clock");
    }
  }

  @Test
  void anAssumedRoleIsRenewedBeforeItEnds() throws IOException {
    identity.lasting(Duration.ofSeconds(50));
    S3Options.Builder options =
        s3.options()
            .role("arn:aws:iam::123456789012:role/backup")
            .property("role-external-id", "outside")
            .property("role-session-name", "nightly")
            .property("role-duration", "15 min")
            .property("sts-endpoint-url", identity.url());
    try (S3ObjectStore store = store(options)) {
      store.put(KEY, ObjectBody.of(LARGE), PutOptions.overwrite());
    }
    assertWritten();
    assertThat(identity.issued()).isGreaterThan(1);
    assertThat(identity.requests().get(0))
        .contains("Action=AssumeRole&")
        .contains("RoleArn=arn:aws:iam::123456789012:role/backup")
        .contains("RoleSessionName=nightly")
        .contains("ExternalId=outside")
        .contains("DurationSeconds=900");
    assertThat(s3.requests())
        .allSatisfy(request -> assertThat(request.signers().get(0)).startsWith("ROLE-"));
  }

  @Test
  void aWebIdentityIsReadAgainAtEachRenewal() throws IOException {
    identity.lasting(Duration.ofSeconds(50));
    Path token = Files.writeString(directory.resolve("token"), "web-token-1");
    S3Options.Builder options =
        anonymous()
            .role("arn:aws:iam::123456789012:role/backup")
            .property("web-identity-token-file", token.toString())
            .property("sts-endpoint-url", identity.url());
    try (S3ObjectStore store = store(options)) {
      store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite());
      Files.writeString(token, "web-token-2");
      store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite());
    }
    assertThat(identity.requests().get(0))
        .contains("Action=AssumeRoleWithWebIdentity")
        .contains("RoleArn=arn:aws:iam::123456789012:role/backup")
        .contains("RoleSessionName=barman4j")
        .contains("DurationSeconds=3600")
        .contains("WebIdentityToken=web-token-1");
    assertThat(identity.requests()).last().asString().contains("WebIdentityToken=web-token-2");
    assertThat(s3.requests("PUT").get(1).signers().get(0)).startsWith("ROLE-");
  }

  @Test
  void aTokenFileThatIsMissingIsNamed() {
    S3Options.Builder options =
        anonymous()
            .role("arn:aws:iam::123456789012:role/backup")
            .property("web-identity-token-file", directory.resolve("gone").toString())
            .property("sts-endpoint-url", identity.url());
    try (S3ObjectStore store = store(options)) {
      assertThatThrownBy(() -> store.head(KEY))
          .isInstanceOf(StoreAccessDeniedException.class)
          .hasMessageContaining("gone");
    }
  }

  @Test
  void aRoleThatMayNotBeAssumedIsAccessDenied() {
    identity.refuse("AccessDenied");
    try (S3ObjectStore store =
        store(
            s3.options()
                .role("arn:aws:iam::1:role/x")
                .property("sts-endpoint-url", identity.url()))) {
      assertThatThrownBy(() -> store.head(KEY)).isInstanceOf(StoreAccessDeniedException.class);
    }
    assertThat(s3.requests()).isEmpty();
  }

  @Test
  void anInstanceUsesItsRole() throws IOException {
    S3Options.Builder options =
        anonymous()
            .property("credentials-source", "instance")
            .property("instance-metadata-url", identity.url());
    try (S3ObjectStore store = store(options)) {
      store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite());
    }
    assertThat(s3.requests("PUT").get(0).signers()).containsExactly("ROLE-1", "token-1");
    assertThat(identity.requests().get(0)).startsWith("PUT /latest/api/token");
  }

  @Test
  void aContainerUsesItsRole() throws IOException {
    String property = "aws.containerCredentialsFullUri";
    System.setProperty(property, identity.url() + "/container");
    try (S3ObjectStore store = store(anonymous().property("credentials-source", "container"))) {
      store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite());
    } finally {
      System.clearProperty(property);
    }
    assertThat(s3.requests("PUT").get(0).signers()).containsExactly("ROLE-1", "token-1");
  }

  @Test
  void aProviderOfTheCallersStaysOpen() throws IOException {
    ClosingProvider provider = new ClosingProvider();
    try (S3ObjectStore store = store(anonymous().credentials(provider))) {
      store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite());
    }
    assertThat(provider.closed).isFalse();
  }

  private static final class ClosingProvider
      implements software.amazon.awssdk.auth.credentials.AwsCredentialsProvider, AutoCloseable {
    private boolean closed;

    @Override
    public AwsCredentials resolveCredentials() {
      return session(1);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Map<String, ThrowingCallable> everyOperationOf(S3ObjectStore store) {
    return Map.of(
        "put", () -> store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite()),
        "put in parts",
            () -> store.put(KEY, ObjectBody.of(new byte[6 << 20]), PutOptions.overwrite()),
        "get", () -> store.get(KEY, GetOptions.all()),
        "head", () -> store.head(KEY),
        "list", () -> store.list(ListRequest.prefix("")),
        "delete", () -> store.delete(List.of(KEY)).throwIfIncomplete(),
        "copy", () -> store.copy(KEY, ObjectKey.of("y"), PutOptions.overwrite()),
        "tags", () -> store.tags(KEY),
        "replace tags", () -> store.replaceTags(KEY, ObjectTags.of(Map.of("a", "b"))));
  }

  private void assertWritten() {
    assertThat(s3.object("srv/x")).isEqualTo(LARGE);
    assertThat(s3.openUploads()).isZero();
    assertThat(s3.requests("CREATE")).as("the upload was not begun again").hasSize(1);
  }

  private S3Options.Builder anonymous() {
    return S3Options.forS3Compatible(
            new S3Location("bucket", "p"), java.net.URI.create("http://127.0.0.1:" + s3.port()))
        .partSize(5 << 20)
        .property("read-timeout", "5 s")
        .property("max-attempts", "3");
  }

  private static S3ObjectStore store(S3Options.Builder options) {
    return S3ObjectStore.create(options.build());
  }

  private static AwsCredentials session(int number) {
    return AwsSessionCredentials.create("ROLE-" + number, "secret", "token-" + number);
  }

  private Path credentials(int number, Instant modified) {
    try {
      Path file = directory.resolve("credentials");
      Files.writeString(
          file,
          """
          [backup]
          aws_access_key_id = ROLE-%1$d
          aws_secret_access_key = secret
          aws_session_token = token-%1$d
          """
              .formatted(number));
      return Files.setLastModifiedTime(file, FileTime.from(modified));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
