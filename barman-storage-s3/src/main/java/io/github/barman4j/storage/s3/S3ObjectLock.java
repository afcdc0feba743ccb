/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.spi.StoreOptionValues;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The lock that every object written gets: it can then not be deleted or replaced for a time, or
 * while a legal hold is on it. The bucket must have Object Lock enabled. Immutable.
 *
 * <p>Such a bucket keeps versions: a plain delete hides a locked object behind a marker, and the
 * locked version stays. The option {@code check-object-lock} has deletes report it instead. Header
 * names and rules are those of "Locking objects with Object Lock" in S3's user guide.
 *
 * @param mode of the retention; null if there is none
 * @param retainFor how long after its write is begun an object is kept; null if an instant is given
 * @param retainUntil until when objects are kept; null if a duration is given
 * @param legalHold whether objects also get a legal hold, which has no end
 */
public record S3ObjectLock(
    @Nullable Mode mode,
    @Nullable Duration retainFor,
    @Nullable Instant retainUntil,
    boolean legalHold) {

  /** Who may shorten a retention. */
  public enum Mode {
    /** Those with the permission s3:BypassGovernanceRetention. */
    GOVERNANCE,
    /** Nobody. */
    COMPLIANCE
  }

  private static final S3ObjectLock NONE = new S3ObjectLock(null, null, null, false);
  private static final String PREFIX = "x-amz-object-lock-";

  /** Checks that a mode has one end, and an end a mode. */
  public S3ObjectLock {
    boolean both = retainFor != null && retainUntil != null;
    boolean either = retainFor != null || retainUntil != null;
    if (both || (mode != null) != either) {
      throw new IllegalArgumentException(
          "'object-lock-mode' goes with one of 'retain-for' and 'retain-until'");
    }
    if (retainFor != null && retainFor.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("'retain-for' is more than nothing, got " + retainFor);
    }
  }

  /** Returns no lock but what the bucket has by default. */
  public static S3ObjectLock none() {
    return NONE;
  }

  /** Returns a retention for a time from when each write is begun. */
  public static S3ObjectLock retainFor(Mode mode, Duration time) {
    return new S3ObjectLock(
        Objects.requireNonNull(mode, "mode"), Objects.requireNonNull(time, "time"), null, false);
  }

  /** Returns a retention until an instant, the same for every object. */
  public static S3ObjectLock retainUntil(Mode mode, Instant instant) {
    return new S3ObjectLock(
        Objects.requireNonNull(mode, "mode"),
        null,
        Objects.requireNonNull(instant, "instant"),
        false);
  }

  /** Returns this lock with a legal hold besides. */
  public S3ObjectLock withLegalHold() {
    return new S3ObjectLock(mode, retainFor, retainUntil, true);
  }

  static S3ObjectLock of(StoreOptionValues values) {
    return new S3ObjectLock(
        values.find(S3Settings.OBJECT_LOCK_MODE).orElse(null),
        values.find(S3Settings.RETAIN_FOR).orElse(null),
        values.find(S3Settings.RETAIN_UNTIL).orElse(null),
        values.get(S3Settings.LEGAL_HOLD));
  }

  /** Tells whether nothing is asked for. */
  boolean isNone() {
    return mode == null && retainFor == null && retainUntil == null && !legalHold;
  }

  /** Returns the headers that begin an object: PutObject, CreateMultipartUpload, CopyObject. */
  Map<String, String> headers(Instant now) {
    Map<String, String> headers = new LinkedHashMap<>();
    end(now)
        .ifPresent(
            end -> {
              headers.put(PREFIX + "mode", String.valueOf(mode));
              headers.put(PREFIX + "retain-until-date", end.toString());
            });
    if (legalHold) {
      headers.put(PREFIX + "legal-hold", "ON");
    }
    return headers;
  }

  /** Returns the lock that is on an object now; empty if there is none. */
  static Optional<Found> find(HeadObjectResponse head, Instant now) {
    if ("ON".equals(head.objectLockLegalHoldStatusAsString())) {
      return Optional.of(new Found("it is under a legal hold. Release that first", null));
    }
    return Optional.ofNullable(head.objectLockRetainUntilDate())
        .filter(now::isBefore)
        .map(until -> new Found(until(until, head.objectLockModeAsString()), until));
  }

  private static String until(Instant until, String mode) {
    return "it is locked until %s (%s). Delete it after that".formatted(until, mode);
  }

  /**
   * The lock on an object.
   *
   * @param what it is, and what to do
   * @param until when it ends; null if it has no end
   */
  record Found(String what, @Nullable Instant until) {}

  private Optional<Instant> end(Instant now) {
    if (retainUntil != null) {
      return Optional.of(retainUntil);
    }
    return Optional.ofNullable(retainFor)
        .map(time -> now.plus(time).truncatedTo(ChronoUnit.SECONDS));
  }
}
