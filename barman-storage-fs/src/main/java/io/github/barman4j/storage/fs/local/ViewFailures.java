/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Translates what the file system says into what a store says. */
final class ViewFailures {

  private ViewFailures() {}

  static ObjectStoreException translate(String what, IOException e) {
    if (e instanceof ObjectStoreException done) {
      return done;
    } else if (e instanceof NoSuchFileException) {
      return new ObjectNotFoundException(what + "it vanished meanwhile", e);
    } else if (e instanceof AccessDeniedException) {
      return new StoreAccessDeniedException(
          what + "the file system does not allow it: " + e.getMessage(), e);
    } else if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return new ObjectStoreException(what + "interrupted", e);
    }
    return new ObjectStoreException(what + e.getClass().getSimpleName() + ": " + e.getMessage(), e);
  }

  /** Returns the failure that an iterator or a stream hid. */
  static IOException unwrap(UncheckedIOException e) {
    IOException cause = e.getCause();
    return cause == null ? new IOException(e) : cause;
  }
}
