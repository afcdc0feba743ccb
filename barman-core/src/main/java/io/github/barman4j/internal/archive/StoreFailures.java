/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.BarmanException;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Turns what a store throws into what users of the library catch, at the edge of each room. */
public final class StoreFailures {

  private StoreFailures() {}

  /** A call to a store. */
  @FunctionalInterface
  public interface Call<T> {
    /** Makes the call. */
    T run() throws IOException;
  }

  /**
   * Makes a call to a store.
   *
   * @param task what the call is for, in words
   * @throws BarmanException as {@link #of} says
   */
  public static <T> T during(String task, Call<T> call) {
    try {
      return call.run();
    } catch (IOException e) {
      throw of(task, e);
    } catch (UncheckedIOException e) {
      throw of(task, unwrap(e));
    }
  }

  /**
   * Returns the error if it concerns one object, which others need not suffer from: it is damaged,
   * refused, or in cold storage.
   *
   * @throws BarmanException the error if the store itself is out of order, which may pass
   */
  public static BarmanException gap(BarmanException e) {
    boolean outage =
        e instanceof StorageFailedException
            && !(e.getCause() instanceof ObjectStoreException cause && !cause.isRetryable());
    if (outage) {
      throw e;
    }
    return e;
  }

  /** Returns the failure that a stream of {@link io.github.barman4j.storage.ObjectStores} hid. */
  static IOException unwrap(UncheckedIOException e) {
    IOException cause = e.getCause();
    return cause == null ? new IOException(e) : cause;
  }

  /** Returns the error to throw: cancelled if the thread is interrupted, else a failed store. */
  public static BarmanException of(String task, IOException cause) {
    return Thread.currentThread().isInterrupted()
        ? new OperationCancelledException(task + ": interrupted", cause)
        : new StorageFailedException(task, cause);
  }
}
