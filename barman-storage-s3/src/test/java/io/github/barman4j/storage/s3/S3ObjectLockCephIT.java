/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static io.github.barman4j.storage.s3.S3ObjectLock.Mode.GOVERNANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectLockedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Object Lock with Ceph RGW 20, which enforces it. */
class S3ObjectLockCephIT {

  private static final ObjectKey SMALL = ObjectKey.of("small");
  private static final ObjectKey LARGE = ObjectKey.of("large");
  private static final ObjectKey FREE = ObjectKey.of("free");

  private final String bucket = "b4j-lock-" + UUID.randomUUID();
  private S3Server server;
  private S3Client behind;

  @BeforeEach
  void createBucketWithObjectLock() {
    server = S3Server.ceph();
    behind = S3Clients.create(options().build());
    behind.createBucket(r -> r.bucket(bucket).objectLockEnabledForBucket(true));
  }

  /** The tests use governance, so that what they leave can be deleted. */
  @AfterEach
  void deleteBucket() {
    if (behind == null) {
      return;
    }
    var versions = behind.listObjectVersions(r -> r.bucket(bucket));
    versions.versions().forEach(this::deleteVersion);
    versions
        .deleteMarkers()
        .forEach(
            marker ->
                behind.deleteObject(
                    r -> r.bucket(bucket).key(marker.key()).versionId(marker.versionId())));
    behind.deleteBucket(r -> r.bucket(bucket));
    behind.close();
    server.close();
  }

  private void deleteVersion(ObjectVersion version) {
    behind.putObjectLegalHold(
        r ->
            r.bucket(bucket)
                .key(version.key())
                .versionId(version.versionId())
                .legalHold(hold -> hold.status("OFF")));
    behind.deleteObject(
        r ->
            r.bucket(bucket)
                .key(version.key())
                .versionId(version.versionId())
                .bypassGovernanceRetention(true));
  }

  @Test
  void everyObjectIsKeptAndADeleteSaysUntilWhen() throws IOException {
    Instant end = Instant.now().plus(Duration.ofDays(1));
    try (S3ObjectStore locking = locking();
        S3ObjectStore checking =
            S3ObjectStore.create(options().property("check-object-lock", "true").build());
        S3ObjectStore plain = S3ObjectStore.create(options().build())) {
      locking.put(SMALL, ObjectBody.of("small"), PutOptions.ifAbsent());
      locking.put(LARGE, ObjectBody.of(new byte[11 << 20]), PutOptions.ifAbsent());
      plain.put(FREE, ObjectBody.of("free"), PutOptions.ifAbsent());
      assertThat(locking.capabilities().objectLock()).isTrue();
      assertThat(locking.head(LARGE).size()).isEqualTo(11 << 20);

      DeleteResult result = checking.delete(List.of(SMALL, LARGE, FREE));
      assertThat(result.deleted()).containsExactly(FREE);
      assertThat(result.failed()).containsOnlyKeys(SMALL, LARGE);
      assertThat(result.failed().values())
          .allSatisfy(
              cause ->
                  assertThat(cause)
                      .isInstanceOfSatisfying(
                          ObjectLockedException.class,
                          e ->
                              assertThat(e.until().orElseThrow())
                                  .isBetween(end.minusSeconds(60), end.plusSeconds(60)))
                      .hasMessageContaining("GOVERNANCE"));
      assertThat(checking.head(SMALL).size()).isEqualTo(5);
      enforces(SMALL);
      enforces(LARGE);
    }
  }

  @Test
  void aLegalHoldIsReportedToo() throws IOException {
    try (S3ObjectStore store =
        S3ObjectStore.create(
            options()
                .objectLock(S3ObjectLock.none().withLegalHold())
                .property("check-object-lock", "true")
                .build())) {
      store.put(SMALL, ObjectBody.of("small"), PutOptions.overwrite());
      assertThat(store.delete(List.of(SMALL)).failed().get(SMALL))
          .isInstanceOf(ObjectLockedException.class)
          .hasMessageContaining("legal hold");
      enforces(SMALL);
    }
  }

  /** What the documentation says of deletes that do not check. */
  @Test
  void aDeleteThatDoesNotCheckHidesWhatStays() throws IOException {
    try (S3ObjectStore store = locking()) {
      store.put(SMALL, ObjectBody.of("small"), PutOptions.overwrite());
      assertThat(store.delete(List.of(SMALL)).deleted()).containsExactly(SMALL);
      var versions = behind.listObjectVersions(r -> r.bucket(bucket));
      assertThat(versions.versions()).hasSize(1);
      assertThat(versions.deleteMarkers()).hasSize(1);
    }
  }

  private void enforces(ObjectKey key) {
    HeadObjectResponse head = behind.headObject(r -> r.bucket(bucket).key(key.value()));
    assertThatThrownBy(
            () ->
                behind.deleteObject(
                    r -> r.bucket(bucket).key(key.value()).versionId(head.versionId())))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
  }

  private S3ObjectStore locking() {
    return S3ObjectStore.create(
        options().objectLock(S3ObjectLock.retainFor(GOVERNANCE, Duration.ofDays(1))).build());
  }

  private S3Options.Builder options() {
    return S3Options.forS3Compatible(S3Location.ofBucket(bucket), server.endpoint())
        .credentials(server.accessKey(), Secret.of(server.secretKey()))
        .compatibility(S3Compatibility.CEPH)
        .partSize(5 << 20);
  }
}
