/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static io.github.barman4j.storage.s3.S3ObjectLock.Mode.COMPLIANCE;
import static io.github.barman4j.storage.s3.S3ObjectLock.Mode.GOVERNANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectLockedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.s3.ScriptedS3.Fault;
import io.github.barman4j.storage.s3.ScriptedS3.Request;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects that must not be deleted for a time. */
final class S3ObjectLockTest {

  private static final Instant END = Instant.parse("2090-01-31T12:00:00Z");
  private static final Instant PAST = Instant.parse("2020-01-31T12:00:00Z");
  private static final ObjectKey KEY = ObjectKey.of("x");
  private static final List<String> BEGINNINGS = List.of("PUT", "CREATE", "COPY_PUT");

  private ScriptedS3 s3;

  @BeforeEach
  void start() throws IOException {
    s3 = new ScriptedS3();
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void everyObjectIsLockedWhereItBeginsAndNowhereElse() throws IOException {
    try (S3ObjectStore store = store(S3ObjectLock.retainUntil(COMPLIANCE, END).withLegalHold())) {
      store.put(KEY, ObjectBody.of("small"), PutOptions.overwrite());
      store.put(ObjectKey.of("large"), ObjectBody.of(new byte[6 << 20]), PutOptions.overwrite());
      store.copy(KEY, ObjectKey.of("copy"), PutOptions.overwrite());
    }
    assertThat(s3.requests().stream().map(Request::operation)).containsAll(BEGINNINGS);
    Map<String, String> expected =
        Map.of("mode", "COMPLIANCE", "retain-until-date", END.toString(), "legal-hold", "ON");
    for (Request request : s3.requests()) {
      assertThat(lockOf(request))
          .as(request.operation())
          .isEqualTo(BEGINNINGS.contains(request.operation()) ? expected : Map.of());
    }
  }

  /** S3 refuses to lock what comes without a checksum. */
  @Test
  void whatIsLockedHasAChecksum() throws IOException {
    try (S3ObjectStore store = store(S3ObjectLock.retainUntil(GOVERNANCE, END))) {
      store.put(KEY, ObjectBody.of("small"), PutOptions.overwrite());
      store.put(ObjectKey.of("large"), ObjectBody.of(new byte[6 << 20]), PutOptions.overwrite());
    }
    assertThat(s3.requests())
        .filteredOn(request -> List.of("PUT", "PART").contains(request.operation()))
        .hasSize(3)
        .allSatisfy(request -> assertThat(request.header("x-amz-checksum-crc32")).isNotEmpty());
    assertThat(s3.object("x")).asString().isEqualTo("small");
  }

  @Test
  void aRetentionCountsFromTheWrite() throws IOException {
    Instant before = Instant.now();
    try (S3ObjectStore store = store(S3ObjectLock.retainFor(GOVERNANCE, Duration.ofDays(30)))) {
      store.put(KEY, ObjectBody.of("small"), PutOptions.overwrite());
    }
    Map<String, String> lock = lockOf(s3.requests("PUT").get(0));
    assertThat(lock).containsEntry("mode", "GOVERNANCE").doesNotContainKey("legal-hold");
    assertThat(Instant.parse(lock.get("retain-until-date")))
        .isBetween(
            before.plus(Duration.ofDays(30)).minusSeconds(1),
            Instant.now().plus(Duration.ofDays(30)));
  }

  @Test
  void withoutALockNoneIsAskedFor() throws IOException {
    try (S3ObjectStore store = S3ObjectStore.create(s3.options().build())) {
      store.put(KEY, ObjectBody.of("small"), PutOptions.overwrite());
      assertThat(store.capabilities().objectLock()).isFalse();
    }
    assertThat(lockOf(s3.requests("PUT").get(0))).isEmpty();
  }

  @Test
  void theCapabilityIsWhatTheOptionsSay() {
    try (S3ObjectStore locking = store(S3ObjectLock.none().withLegalHold());
        S3ObjectStore able =
            S3ObjectStore.create(s3.options().property("object-lock", "true").build())) {
      assertThat(locking.capabilities().objectLock()).isTrue();
      assertThat(able.capabilities().objectLock()).isTrue();
    }
  }

  @Test
  void aDeleteReportsUntilWhenAKeyIsLocked() throws IOException {
    fill();
    s3.then("DELETE", Fault.FORBIDDEN);
    DeleteResult result = delete("object-lock", "bulk-delete", KEY, ObjectKey.of("free"));
    assertThat(result.deleted()).containsExactly(ObjectKey.of("free"));
    assertThat(result.failed().get(KEY))
        .isInstanceOfSatisfying(
            ObjectLockedException.class, e -> assertThat(e.until()).contains(END))
        .hasMessageContaining("locked until " + END + " (COMPLIANCE)")
        .hasRootCauseMessage(
            "said so (Service: S3, Status Code: 403, Request ID: null) (SDK Attempt Count: 1)");
  }

  @Test
  void whatIsDeniedAndNotLockedStaysDenied() throws IOException {
    fill();
    s3.then("DELETE", Fault.FORBIDDEN);
    assertThat(delete("object-lock", "bulk-delete", ObjectKey.of("free")).failed().values())
        .singleElement()
        .isInstanceOf(StoreAccessDeniedException.class);
  }

  /** A bucket that keeps versions would hide the object, and say that it is deleted. */
  @Test
  void aDeleteThatChecksLocksSparesWhatIsLocked() throws IOException {
    fill();
    ObjectKey held = ObjectKey.of("held");
    ObjectKey past = ObjectKey.of("past");
    ObjectKey absent = ObjectKey.of("absent");
    DeleteResult result =
        delete("check-object-lock", "bulk-delete", KEY, held, past, ObjectKey.of("free"), absent);
    assertThat(result.deleted()).containsExactly(past, ObjectKey.of("free"), absent);
    assertThat(result.failed()).containsOnlyKeys(KEY, held);
    assertThat(result.failed().get(held))
        .isInstanceOfSatisfying(ObjectLockedException.class, e -> assertThat(e.until()).isEmpty())
        .hasMessageContaining("legal hold");
    assertThat(s3.object("held")).isNotNull();
  }

  @Test
  void aKeyWhoseLockCannotBeReadIsNotDeleted() throws IOException {
    fill();
    s3.then("HEAD", Fault.FORBIDDEN).then("GET", Fault.FORBIDDEN);
    DeleteResult result = delete("check-object-lock", "bulk-delete", ObjectKey.of("free"));
    assertThat(result.failed().values())
        .singleElement()
        .isInstanceOf(StoreAccessDeniedException.class);
    assertThat(s3.object("free")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "object-lock-mode=governance, retain-for",
    "retain-for=1 d, object-lock-mode",
    "retain-until=2090-01-01T00:00:00Z, object-lock-mode",
    "object-lock-mode=governance&retain-for=1 d&retain-until=2090-01-01T00:00:00Z, retain-until",
    "object-lock-mode=governance&retain-for=0 s, more than nothing",
    "object-lock-mode=forever&retain-for=1 d, governance",
    "object-lock-mode=governance&retain-until=tomorrow, retain-until",
    "legal-hold=true&object-lock=false, is off"
  })
  void whatDoesNotGoTogetherIsRefused(String properties, String named) {
    S3Options.Builder options = s3.options();
    assertThatThrownBy(
            () -> {
              for (String property : properties.split("&")) {
                options.property(property.split("=")[0], property.split("=")[1]);
              }
              options.build();
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private void fill() throws IOException {
    try (S3ObjectStore locked = store(S3ObjectLock.retainUntil(COMPLIANCE, END));
        S3ObjectStore held = store(S3ObjectLock.none().withLegalHold());
        S3ObjectStore past = store(S3ObjectLock.retainUntil(COMPLIANCE, PAST));
        S3ObjectStore free = S3ObjectStore.create(s3.options().build())) {
      locked.put(KEY, ObjectBody.of("1"), PutOptions.overwrite());
      held.put(ObjectKey.of("held"), ObjectBody.of("1"), PutOptions.overwrite());
      past.put(ObjectKey.of("past"), ObjectBody.of("1"), PutOptions.overwrite());
      free.put(ObjectKey.of("free"), ObjectBody.of("1"), PutOptions.overwrite());
    }
  }

  private DeleteResult delete(String on, String off, ObjectKey... keys) throws IOException {
    S3Options.Builder options = s3.options().property(on, "true").property(off, "false");
    try (S3ObjectStore store = S3ObjectStore.create(options.build())) {
      return store.delete(List.of(keys));
    }
  }

  private static Map<String, String> lockOf(Request request) {
    String prefix = "x-amz-object-lock-";
    return request.headers().entrySet().stream()
        .filter(header -> header.getKey().toLowerCase(Locale.ROOT).startsWith(prefix))
        .collect(
            Collectors.toMap(
                header -> header.getKey().toLowerCase(Locale.ROOT).substring(prefix.length()),
                Map.Entry::getValue,
                (a, b) -> b,
                TreeMap::new));
  }

  private S3ObjectStore store(S3ObjectLock lock) {
    return S3ObjectStore.create(s3.options().objectLock(lock).build());
  }
}
