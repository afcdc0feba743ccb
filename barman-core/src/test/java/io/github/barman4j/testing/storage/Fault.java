/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.storage.filter.StoreOperation;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is to go wrong in a {@link FaultInjectingObjectStore}, and at which calls: at every call of
 * every operation that it makes sense for, unless narrowed. Immutable.
 *
 * <pre>{@code
 * store.inject(Fault.unavailable().on(PUT).keys(key -> key.endsWith("data.tar")).fromCall(3).times(1));
 * }</pre>
 *
 * @param effect what happens
 * @param operations the operations it happens to
 * @param keys the keys, or prefixes of lists, it happens to
 * @param firstCall the first call that it happens to, from 1, counting those that match
 * @param times how often it happens; {@link Integer#MAX_VALUE} means always
 */
public record Fault(
    Effect effect,
    Set<StoreOperation> operations,
    Predicate<String> keys,
    int firstCall,
    int times) {

  private static final Set<StoreOperation> ALL = EnumSet.allOf(StoreOperation.class);
  private static final Set<StoreOperation> WRITES =
      EnumSet.of(StoreOperation.PUT, StoreOperation.COPY);

  private static Fault of(Effect effect, Set<StoreOperation> operations) {
    return new Fault(effect, operations, key -> true, 1, Integer.MAX_VALUE);
  }

  /** The store answers like 503, without having done anything; trying again may help. */
  public static Fault unavailable() {
    return of(new Refuse(what -> ObjectStoreException.retryable(what + "503 SlowDown", null)), ALL);
  }

  /** The store answers that the credentials do not allow it. */
  public static Fault accessDenied() {
    return of(
        new Refuse(what -> new StoreAccessDeniedException(what + "403 AccessDenied", null)), ALL);
  }

  /** The store answers with an error that trying again does not mend. */
  public static Fault broken() {
    return of(new Refuse(what -> new ObjectStoreException(what + "400 BadRequest", null)), ALL);
  }

  /** Nothing ever comes back, until the thread is interrupted. */
  public static Fault hang() {
    return of(new Hang(), ALL);
  }

  /** The write happens, but its answer is lost. */
  public static Fault loseResponse() {
    return of(new LoseResponse(), WRITES);
  }

  /** The write does not happen, and nobody can tell. */
  public static Fault loseRequest() {
    return of(
        new Refuse(what -> new WriteOutcomeUnknownException(what + "connection reset", null)),
        WRITES);
  }

  /** The connection breaks when {@code bytes} of a put have been taken. */
  public static Fault breakPutAfter(long bytes) {
    return of(new BreakPut(bytes), EnumSet.of(StoreOperation.PUT));
  }

  /** The connection breaks when {@code bytes} of a get, counted from its range, have been given. */
  public static Fault breakGetAfter(long bytes) {
    return of(Damage.breakAfter(bytes), EnumSet.of(StoreOperation.GET));
  }

  /** A get ends after {@code bytes} as if that were all. */
  public static Fault truncateGetAfter(long bytes) {
    return of(Damage.truncateAfter(bytes), EnumSet.of(StoreOperation.GET));
  }

  /** One bit of the byte at {@code offset} of a get, counted from its range, is flipped. */
  public static Fault flipBitAt(long offset) {
    return of(Damage.flipAt(offset), EnumSet.of(StoreOperation.GET));
  }

  /** Returns this fault for these operations only. */
  public Fault on(StoreOperation first, StoreOperation... others) {
    return new Fault(effect, EnumSet.of(first, others), keys, firstCall, times);
  }

  /** Returns this fault for these keys, or prefixes of lists, only. */
  public Fault keys(Predicate<String> newKeys) {
    return new Fault(effect, operations, newKeys, firstCall, times);
  }

  /** Returns this fault from the given call on, the first being 1. */
  public Fault fromCall(int call) {
    return new Fault(effect, operations, keys, call, times);
  }

  /** Returns this fault that happens so many times only. */
  public Fault times(int count) {
    return new Fault(effect, operations, keys, firstCall, count);
  }

  /** What a fault does to a call; every method leaves the call alone unless overridden. */
  public interface Effect {

    /** Throws instead of the call. */
    default void before(String what) throws ObjectStoreException {}

    /** Throws although the call happened. */
    default void after(String what) throws ObjectStoreException {}

    /** Returns the body that a put sends. */
    default ObjectBody body(ObjectBody body, String what) {
      return body;
    }

    /** Returns the stream that a get gives. */
    default InputStream stream(InputStream stream, String what) {
      return stream;
    }
  }
}
