/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a write happened whose answer was lost.
 *
 * <p>Such a request is repeated, by the SDK and by what is between here and the store. The
 * repetition of a conditional write that had succeeded is then refused by its own object, and it
 * may be denied, or find nobody, though the first attempt was done. Each write therefore leaves an
 * id with its object, and is recognised by it. The rules are the same for all stores; a back end
 * adds what its SDK's exceptions say and how to look. Thread-safe if the back end's part is.
 *
 * @param <W> a write, as the back end keeps it
 * @param <F> the root of what the back end's SDK throws
 */
public abstract class WriteReceipts<W, F extends RuntimeException> {

  /** Creates the receipts of a store. */
  protected WriteReceipts() {}

  /** Returns what the failure says of the attempt that it ended. */
  protected abstract FailedAttempt attempt(F failure);

  /**
   * Tells whether an attempt before the last may have reached the store. Where the SDK does not
   * tell, it may.
   */
  protected abstract boolean mayHaveArrivedBefore(F failure);

  /**
   * Looks for the object of a write, by its id.
   *
   * @param size in bytes that the object has to have, as it was given to {@link #resolve}
   * @return empty if there is no object, or one of another write
   * @throws RuntimeException of the SDK, if the store does not tell
   */
  protected abstract Optional<ObjectMetadata> find(W write, long size);

  /** Translates the failure of a write that was not done. */
  protected abstract ObjectStoreException refusal(W write, F failure);

  /** Makes the error of a write that may have been done. */
  protected abstract WriteOutcomeUnknownException unknown(
      W write, String what, @Nullable Throwable cause);

  /**
   * Decides on a write that failed: returns the object if it was written all the same. The thread's
   * interrupt does not keep it from looking, and is set again.
   *
   * @throws ObjectStoreException what became of it
   */
  public final ObjectMetadata resolve(W write, long size, F failure) throws ObjectStoreException {
    FailedAttempt attempt = attempt(failure);
    if (!attempt.isDoubtful(mayHaveArrivedBefore(failure))) {
      throw refusal(write, failure);
    }
    boolean interrupted = Thread.interrupted() || attempt == FailedAttempt.INTERRUPTED;
    try {
      Optional<ObjectMetadata> found = look(write, size, failure);
      if (found.isPresent()) {
        return found.get();
      }
      throw interrupted || attempt.mayComeLater()
          ? unknown(write, "no answer, not visible yet: " + failure.getMessage(), failure)
          : refusal(write, failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What was sent once and refused is taken to be refused, unless it is there all the same. */
  private Optional<ObjectMetadata> look(W write, long size, F failure)
      throws WriteOutcomeUnknownException {
    try {
      return find(write, size);
    } catch (RuntimeException e) {
      if (attempt(failure) == FailedAttempt.PRECONDITION && !mayHaveArrivedBefore(failure)) {
        return Optional.empty();
      }
      failure.addSuppressed(e);
      throw unknown(write, "no answer to rely on: " + failure.getMessage(), failure);
    }
  }
}
